import type { InterfaceRef } from '@virtweave/core-api';
import type { HostInterface } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util/errors';
import { testError } from '../errors.ts';
import { perNode } from '../node/per-node.ts';
import type { TestNode } from '../node/test-node.ts';
import { defaultInterface } from './default-interface.ts';

/** A network interface of the pretended host. */
export interface TestInterface {
  readonly definition: HostInterface;
  readonly active: boolean;
}

/** The interfaces of a pretended host, and how they were when a change began. */
export class Interfaces {
  #byName = new Map<string, TestInterface>();
  #before: ReadonlyMap<string, TestInterface> | undefined;

  [Symbol.iterator](): IterableIterator<TestInterface> {
    return this.#byName.values();
  }

  get({ name }: { readonly name: string }): TestInterface {
    const found = this.#byName.get(name);
    if (found !== undefined) return found;
    throw testError('VIR_ERR_NO_INTERFACE', `no interface with matching name '${name}'`);
  }

  byMac(mac: string): TestInterface {
    const wanted = mac.toLowerCase();
    const found = [...this].filter((one) => macOf(one.definition).toLowerCase() === wanted);
    if (found.length > 1) throw testError('VIR_ERR_MULTIPLE_INTERFACES');
    const [only] = found;
    if (only !== undefined) return only;
    throw testError('VIR_ERR_NO_INTERFACE', `no interface with matching mac '${mac}'`);
  }

  /** Adds an interface that is not active, or redefines one that stays as it is. */
  define(definition: HostInterface): TestInterface {
    const active = this.#byName.get(definition.name)?.active ?? false;
    return this.#set({ definition, active });
  }

  /** Starts or stops an interface that is not yet so. */
  setActive(ref: { readonly name: string }, active: boolean): void {
    const one = this.get(ref);
    if (one.active === active) throw new VirtError('VIR_ERR_OPERATION_INVALID', undefined, { domain: 'VIR_FROM_TEST' });
    this.#set({ ...one, active });
  }

  remove(ref: { readonly name: string }): void {
    this.#byName.delete(this.get(ref).definition.name);
  }

  /** From here on, all can be taken back. */
  begin(): void {
    if (this.#before !== undefined) throw refuse('there is another transaction running.');
    this.#before = new Map(this.#byName);
  }

  commit(): void {
    if (this.#before === undefined) throw refuse('no transaction running, nothing to be committed.');
    this.#before = undefined;
  }

  rollback(): void {
    if (this.#before === undefined) throw refuse('no transaction running, nothing to rollback.');
    this.#byName = new Map(this.#before);
    this.#before = undefined;
  }

  #set(one: TestInterface): TestInterface {
    this.#byName.set(one.definition.name, one);
    return one;
  }
}

export function interfaceRef({ definition }: TestInterface): InterfaceRef {
  return { name: definition.name, mac: macOf(definition) };
}

function macOf(definition: HostInterface): string {
  return definition.type === 'ethernet' ? (definition.mac ?? '') : '';
}

function refuse(detail: string): VirtError {
  return testError('VIR_ERR_OPERATION_INVALID', detail);
}

/** The interfaces of a node; the built-in one has `eth1`. */
export const interfacesOf: (node: TestNode) => Interfaces = perNode((node) => {
  const interfaces = new Interfaces();
  if (node.builtIn) interfaces.setActive(interfaces.define(defaultInterface).definition, true);
  return interfaces;
});
