import { saveFlags, saveParams, startFlags } from '../domain/call-flags.ts';
import type { Domain } from '../domain/domain.ts';
import type { StartOptions } from '../domain/lifecycle.ts';
import type { Parameters } from './parameters.ts';
import type { SaveOptions } from '../domain/save.ts';
import type { DomainRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { UserFamilies } from '../guard/guard.ts';
import type { EventStream } from './event-queue.ts';
import { domainHandles } from './lazy-handles.ts';
import type { DomainEventKind } from '../contract/events.ts';
import {
  openEvents,
  openQemuMonitorEvents,
  type ConnectionEvent,
  type ConnectionEventKind,
  type EventOptions,
  type QemuEvent,
  type QemuEventOptions,
} from './events.ts';
import { NWFilterConnection } from './nwfilter-connection.ts';
import { flagsOf } from './numbers.ts';
import type { CallOptions, FlagOptions, Session } from './session.ts';

/** Filters of the domain list; of one pair neither or both mean all. */
export interface DomainListOptions extends FlagOptions {
  readonly active?: boolean;
  readonly inactive?: boolean;
  readonly persistent?: boolean;
  readonly transient?: boolean;
  readonly running?: boolean;
  readonly paused?: boolean;
  readonly shutoff?: boolean;
  readonly other?: boolean;
  readonly managedSave?: boolean;
  readonly noManagedSave?: boolean;
  readonly autostart?: boolean;
  readonly noAutostart?: boolean;
  readonly snapshots?: boolean;
  readonly noSnapshots?: boolean;
  readonly checkpoints?: boolean;
  readonly noCheckpoints?: boolean;
}

/** Statistics of one domain. */
export interface DomainStats {
  readonly domain: Domain;
  readonly stats: Parameters;
}

const listFlags = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  managedSave: 256,
  noManagedSave: 512,
  autostart: 1024,
  noAutostart: 2048,
  snapshots: 4096,
  noSnapshots: 8192,
  checkpoints: 16384,
  noCheckpoints: 32768,
};

/**
 * A connection to a hypervisor, made by `connect()`. It does not keep Node alive; close it, or write `await using`.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`.
 */
export class Connection extends NWFilterConnection {
  constructor(session: Session, uri: string) {
    super(session, uri);
    session.owner = this;
  }

  /** Was it closed? */
  get closed(): boolean {
    return this.session.closed;
  }

  /** Closes the connection. Guests go on. Event streams end, later calls fail. @libvirt virConnectClose */
  close(): Promise<void> {
    return this.session.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * The driver's contract behind the guard, for what handles do not have (yet). Members are named as libvirt names its
   * driver members; the last argument is `{ signal }`, or nothing.
   *
   * ```ts
   * await connection.families.hypervisor.domainPMWakeup(domain.ref, 0);
   * ```
   */
  get families(): UserFamilies {
    return this.session.families as UserFamilies;
  }

  /** Domains, all or filtered. @libvirt virConnectListAllDomains virConnectListDomains virConnectListDefinedDomains virConnectNumOfDomains virConnectNumOfDefinedDomains */
  listAllDomains(options?: DomainListOptions): Promise<readonly Domain[]> {
    return this.session.run(options, async (call) => {
      const list = await this.hypervisor.connectListAllDomains(flagsOf(options, listFlags), call);
      const { Domain } = await domainHandles();
      return list.map((ref) => new Domain(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_DOMAIN` when there is none. @libvirt virDomainLookupByName */
  lookupByName(name: string, options?: CallOptions): Promise<Domain> {
    return this.session.run(options, async (call) =>
      this.#domain(await this.hypervisor.domainLookupByName(name, call)),
    );
  }

  /** @libvirt virDomainLookupByUUID virDomainLookupByUUIDString */
  lookupByUUID(uuid: string, options?: CallOptions): Promise<Domain> {
    return this.session.run(options, async (call) =>
      this.#domain(await this.hypervisor.domainLookupByUUID(uuid, call)),
    );
  }

  /** @libvirt virDomainLookupByID */
  lookupByID(id: number, options?: CallOptions): Promise<Domain> {
    return this.session.run(options, async (call) => this.#domain(await this.hypervisor.domainLookupByID(id, call)));
  }

  /**
   * Defines a domain, or redefines one of the same name and UUID. It does not start. An object is checked first: a wrong
   * property is `VIR_ERR_INVALID_ARG` that names its path.
   *
   * ```ts
   * const domain = await connection.defineXML(await readFile('web.xml', 'utf8'));
   * await connection.defineXML({ type: 'qemu', name: 'web', memory: { size: 1048576 }, os: { type: { type: 'hvm' } } });
   * ```
   * @libvirt virDomainDefineXML virDomainDefineXMLFlags
   */
  defineXML(xml: DocumentOrObject<'domain'>, options?: FlagOptions & { readonly validate?: boolean }): Promise<Domain> {
    return this.session.run(options, async (call) =>
      this.#domain(await this.hypervisor.domainDefineXMLFlags(xml as string, flagsOf(options, { validate: 1 }), call)),
    );
  }

  /** Starts a domain that is gone when it stops, unless it is defined, too. @libvirt virDomainCreateXML virDomainCreateLinux virDomainCreateXMLWithFiles */
  createXML(xml: DocumentOrObject<'domain'>, options?: StartOptions): Promise<Domain> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, startFlags);
      const { files } = options ?? {};
      if (files === undefined) return this.#domain(await this.hypervisor.domainCreateXML(xml as string, flags, call));
      return this.#domain(await this.hypervisor.domainCreateXMLWithFiles(xml as string, files, flags, call));
    });
  }

  /** Statistics of all domains that `options` let pass; `types` is a mask of `virDomainStatsTypes`. @libvirt virConnectGetAllDomainStats */
  domainStats(types = 0, options?: DomainListOptions): Promise<readonly DomainStats[]> {
    return this.session.run(options, async (call) => {
      const records = await this.hypervisor.connectGetAllDomainStats([], types, flagsOf(options, listFlags), call);
      const { Domain, parameters } = await domainHandles();
      return records.map(({ domain, params }) => ({ domain: new Domain(this.session, domain), stats: parameters(params) }));
    });
  }

  /**
   * Starts a domain from a file that `domain.save()` wrote.
   * @libvirt virDomainRestore virDomainRestoreFlags virDomainRestoreParams
   */
  restore(path: string, options?: SaveOptions & { readonly xml?: string }): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainRestoreParams(saveParams(path, options?.xml), flagsOf(options, saveFlags), call),
    );
  }

  /** The document of a domain, from what another program calls its configuration (`qemu-argv`, `vmware-vmx`, ...). @libvirt virConnectDomainXMLFromNative */
  domainXMLFromNative(format: string, config: string, options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.connectDomainXMLFromNative(format, config, flagsOf(options, {}), call),
    );
  }

  /** The way back: what another program would be told, such as QEMU's command line. @libvirt virConnectDomainXMLToNative */
  domainXMLToNative(format: string, xml: string, options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.connectDomainXMLToNative(format, xml, flagsOf(options, {}), call),
    );
  }

  /** Takes over a QEMU that somebody else started, by its process. @libvirt virDomainQemuAttach */
  qemuAttach(pid: number, options?: FlagOptions): Promise<Domain> {
    return this.session.run(options, async (call) =>
      this.#domain(await this.hypervisor.domainQemuAttach(pid, flagsOf(options, {}), call)),
    );
  }

  /** The document inside a file that `domain.save()` wrote. @libvirt virDomainSaveImageGetXMLDesc */
  saveImageXML(path: string, options?: FlagOptions & { readonly secure?: boolean }): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSaveImageGetXMLDesc(path, flagsOf(options, { secure: 1 }), call),
    );
  }

  /** Replaces the document inside a file that `domain.save()` wrote. @libvirt virDomainSaveImageDefineXML */
  defineSaveImageXML(path: string, xml: string, options?: SaveOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSaveImageDefineXML(path, xml, flagsOf(options, saveFlags), call),
    );
  }

  /**
   * Events from now on: of all domains, or what `kinds` names. A reader that is slower than the events loses the oldest beyond
   * 10,000 and is told so by one `gap` event; listing again then gives the truth.
   *
   * ```ts
   * for await (const event of connection.events({ signal })) console.log(event.kind);
   * for await (const event of connection.events({ kinds: ['network-lifecycle', 'pool-lifecycle'] })) console.log(event.kind);
   * ```
   * @libvirt virConnectDomainEventRegisterAny virConnectDomainEventRegister virConnectDomainEventDeregisterAny virConnectDomainEventDeregister virConnectNetworkEventRegisterAny virConnectNetworkEventDeregisterAny virConnectStoragePoolEventRegisterAny virConnectStoragePoolEventDeregisterAny virConnectNodeDeviceEventRegisterAny virConnectNodeDeviceEventDeregisterAny virConnectSecretEventRegisterAny virConnectSecretEventDeregisterAny
   */
  events<K extends ConnectionEventKind = DomainEventKind>(options?: EventOptions<K>): EventStream<ConnectionEvent<K>> {
    return openEvents(this.session, undefined, options);
  }

  /**
   * What QEMU tells on its monitor, unchanged: for looking into things, not for programs that must go on working.
   * @libvirt virConnectDomainQemuMonitorEventRegister virConnectDomainQemuMonitorEventDeregister
   */
  qemuMonitorEvents(options?: QemuEventOptions): EventStream<QemuEvent> {
    return openQemuMonitorEvents(this.session, options);
  }

  async #domain(ref: DomainRef): Promise<Domain> {
    const { Domain } = await domainHandles();
    return new Domain(this.session, ref);
  }
}
