import type { Secret as SecretDefinition } from '@virtweave/core-conf';
import type { EventStream } from '../connection/event-queue.ts';
import { openEvents, type ConnectionEvent, type EventOptions } from '../connection/events.ts';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { SecretRef } from '../contract/references.ts';
import { secretUsageTypes, type SecretUsageTypeName } from './usage.ts';

/**
 * A secret: a passphrase or key that guests and pools need, but that their documents do not show. Comes from a connection:
 * `listAllSecrets`, `secretLookupByUUID`, `secretLookupByUsage`, `secretDefineXML`. It holds nothing open and need not be
 * closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_SECRET` when the secret is gone.
 *
 * ```ts
 * const secret = await connection.secretDefineXML(`
 *   <secret ephemeral='no' private='yes'>
 *     <usage type='volume'><volume>/srv/web.luks</volume></usage>
 *   </secret>`);
 * await secret.setValue('open sesame');
 * ```
 */
export class Secret extends Handle<SecretRef> {
  /** UUID, lower case with dashes. @libvirt virSecretGetUUID virSecretGetUUIDString */
  get uuid(): string {
    return this.ref.uuid;
  }

  /** What it is for. @libvirt virSecretGetUsageType */
  get usageType(): SecretUsageTypeName {
    return secretUsageTypes[this.ref.usageType] ?? 'none';
  }

  /** Which volume, target or name, depending on the usage. @libvirt virSecretGetUsageID */
  get usageId(): string {
    return this.ref.usageId;
  }

  /** The document; the value is not in it. @libvirt virSecretGetXMLDesc */
  xml(options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) => this.#driver.secretGetXMLDesc(this.ref, flagsOf(options, {}), call));
  }

  /** The document as an object. */
  async definition(options?: FlagOptions): Promise<SecretDefinition> {
    return definitionOf('secret', await this.xml(options));
  }

  /** The value. `VIR_ERR_INVALID_SECRET` when the secret is private, `VIR_ERR_NO_SECRET` when none was set. @libvirt virSecretGetValue */
  value(options?: FlagOptions): Promise<Uint8Array> {
    return this.session.run(options, (call) => this.#driver.secretGetValue(this.ref, flagsOf(options, {}), call));
  }

  /** Sets the value: bytes, or text as UTF-8. @libvirt virSecretSetValue */
  setValue(value: Uint8Array | string, options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => {
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return this.#driver.secretSetValue(this.ref, bytes, flagsOf(options, {}), call);
    });
  }

  /** Removes the secret and its value. @libvirt virSecretUndefine */
  undefine(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.secretUndefine(this.ref, call));
  }

  /** Events of this secret alone; see {@link Connection.events}. */
  events<K extends 'secret-lifecycle' | 'secret-value-changed' = 'secret-lifecycle' | 'secret-value-changed'>(
    options?: EventOptions<K>,
  ): EventStream<ConnectionEvent<K>> {
    const kinds = options?.kinds ?? (['secret-lifecycle', 'secret-value-changed'] as unknown as readonly K[]);
    return openEvents(this.session, this.ref, { ...options, kinds });
  }

  get #driver(): FamilyDrivers['secret'] {
    return this.session.families.secret;
  }
}
