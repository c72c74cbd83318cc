import { isVirtError } from '@virtweave/core-util/errors';
import { Domain } from '../domain/domain.ts';
import { parameters, type Parameters } from '../domain/resources.ts';
import { startFlags, type StartOptions } from '../domain/lifecycle.ts';
import type { DomainRef } from '../contract/references.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { EventStream } from './event-queue.ts';
import { openEvents, type ConnectionEvent, type EventOptions } from './events.ts';
import { flagsOf, sizeOf } from './numbers.ts';
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

export interface DomainCapabilitiesOptions extends FlagOptions {
  readonly emulator?: string;
  readonly arch?: string;
  readonly machine?: string;
  readonly virtType?: string;
  readonly disableDeprecatedFeatures?: boolean;
}

/** `virNodeInfo` */
export interface NodeInformation {
  readonly model: string;
  /** KiB */
  readonly memory: number;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
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
export class Connection {
  readonly #session: Session;
  /** The URI that it was opened with. */
  readonly uri: string;

  constructor(session: Session, uri: string) {
    this.#session = session;
    this.uri = uri;
  }

  /** Was it closed? */
  get closed(): boolean {
    return this.#session.closed;
  }

  /** Closes the connection. Guests go on. Event streams end, later calls fail. @libvirt virConnectClose */
  close(): Promise<void> {
    return this.#session.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * The driver's contract behind the guard, for what handles do not have (yet). Members are named as libvirt names its
   * driver members; the last argument is `{ signal }`.
   */
  get families(): { readonly [F in keyof FamilyDrivers]: FamilyDrivers[F] } {
    return this.#session.families;
  }

  /** Domains, all or filtered. @libvirt virConnectListAllDomains virConnectListDomains virConnectListDefinedDomains virConnectNumOfDomains virConnectNumOfDefinedDomains */
  listAllDomains(options?: DomainListOptions): Promise<readonly Domain[]> {
    return this.#session.run(options, async (call) => {
      const list = await this.#hypervisor.connectListAllDomains(flagsOf(options, listFlags), call);
      return list.map((ref) => this.#domain(ref));
    });
  }

  /** `VIR_ERR_NO_DOMAIN` when there is none. @libvirt virDomainLookupByName */
  lookupByName(name: string, options?: CallOptions): Promise<Domain> {
    return this.#session.run(options, async (call) =>
      this.#domain(await this.#hypervisor.domainLookupByName(name, call)),
    );
  }

  /** @libvirt virDomainLookupByUUID virDomainLookupByUUIDString */
  lookupByUUID(uuid: string, options?: CallOptions): Promise<Domain> {
    return this.#session.run(options, async (call) =>
      this.#domain(await this.#hypervisor.domainLookupByUUID(uuid, call)),
    );
  }

  /** @libvirt virDomainLookupByID */
  lookupByID(id: number, options?: CallOptions): Promise<Domain> {
    return this.#session.run(options, async (call) => this.#domain(await this.#hypervisor.domainLookupByID(id, call)));
  }

  /**
   * Defines a domain, or redefines one of the same name and UUID. It does not start.
   *
   * ```ts
   * const domain = await connection.defineXML(await readFile('web.xml', 'utf8'));
   * ```
   * @libvirt virDomainDefineXML virDomainDefineXMLFlags
   */
  defineXML(xml: string, options?: FlagOptions & { readonly validate?: boolean }): Promise<Domain> {
    return this.#session.run(options, async (call) =>
      this.#domain(await this.#hypervisor.domainDefineXMLFlags(xml, flagsOf(options, { validate: 1 }), call)),
    );
  }

  /** Starts a domain that is gone when it stops, unless it is defined, too. @libvirt virDomainCreateXML virDomainCreateLinux */
  createXML(xml: string, options?: StartOptions): Promise<Domain> {
    return this.#session.run(options, async (call) =>
      this.#domain(await this.#hypervisor.domainCreateXML(xml, flagsOf(options, startFlags), call)),
    );
  }

  /** Statistics of all domains that `options` let pass; `types` is a mask of `virDomainStatsTypes`. @libvirt virConnectGetAllDomainStats */
  domainStats(types = 0, options?: DomainListOptions): Promise<readonly DomainStats[]> {
    return this.#session.run(options, async (call) => {
      const records = await this.#hypervisor.connectGetAllDomainStats([], types, flagsOf(options, listFlags), call);
      return records.map(({ domain, params }) => ({ domain: this.#domain(domain), stats: parameters(params) }));
    });
  }

  /**
   * Events of all domains, from now on. A reader that is slower than the events loses the oldest beyond 10,000 and is told
   * so by one `gap` event; listing again then gives the truth.
   *
   * ```ts
   * for await (const event of connection.events({ signal })) console.log(event.kind);
   * ```
   * @libvirt virConnectDomainEventRegisterAny virConnectDomainEventRegister virConnectDomainEventDeregisterAny virConnectDomainEventDeregister
   */
  events(options?: EventOptions): EventStream<ConnectionEvent> {
    return openEvents(this.#session, undefined, options);
  }

  /** What the host and its hypervisor can do, as a document. @libvirt virConnectGetCapabilities */
  capabilities(options?: CallOptions): Promise<string> {
    return this.#session.run(options, (call) => this.#hypervisor.connectGetCapabilities(call));
  }

  /** What domains may have here, as a document. @libvirt virConnectGetDomainCapabilities */
  domainCapabilities(options?: DomainCapabilitiesOptions): Promise<string> {
    return this.#session.run(options, (call) => {
      const flags = flagsOf(options, { disableDeprecatedFeatures: 1 });
      const { emulator, arch, machine, virtType } = options ?? {};
      return this.#hypervisor.connectGetDomainCapabilities(emulator, arch, machine, virtType, flags, call);
    });
  }

  /** @libvirt virConnectGetHostname */
  hostname(options?: CallOptions): Promise<string> {
    return this.#session.run(options, (call) => this.#hypervisor.connectGetHostname(call));
  }

  /** @libvirt virNodeGetInfo */
  nodeInfo(options?: CallOptions): Promise<NodeInformation> {
    return this.#session.run(options, async (call) => {
      const info = await this.#hypervisor.nodeGetInfo(call);
      return { ...info, memory: sizeOf(info.memory, 'the memory') };
    });
  }

  /** Memory free on the host, bytes. @libvirt virNodeGetFreeMemory */
  freeMemory(options?: CallOptions): Promise<number> {
    return this.#session.run(options, async (call) =>
      sizeOf(await this.#hypervisor.nodeGetFreeMemory(call), 'the free memory'),
    );
  }

  /** The hypervisor's name, such as `QEMU`. @libvirt virConnectGetType */
  type(options?: CallOptions): Promise<string> {
    return this.#session.run(options, (call) => this.#hypervisor.connectGetType(call));
  }

  /** The hypervisor's version: major * 1,000,000 + minor * 1,000 + release. @libvirt virConnectGetVersion */
  version(options?: CallOptions): Promise<number> {
    return this.#session.run(options, async (call) =>
      sizeOf(await this.#hypervisor.connectGetVersion(call), 'the version'),
    );
  }

  /** The version of libvirt's interface that the driver keeps to. @libvirt virConnectGetLibVersion */
  libVersion(options?: CallOptions): Promise<number> {
    return this.#session.run(options, async (call) =>
      sizeOf(await this.#hypervisor.connectGetLibVersion(call), 'the version'),
    );
  }

  /** The URI as the driver sees it. @libvirt virConnectGetURI */
  canonicalUri(options?: CallOptions): Promise<string> {
    return this.#session.run(options, async (call) => {
      try {
        return await this.#hypervisor.connectGetURI(call);
      } catch (error) {
        if (isVirtError(error, 'VIR_ERR_NO_SUPPORT')) return this.uri;
        throw error;
      }
    });
  }

  /** Most processors a domain may have; `type` is a virtualization type. @libvirt virConnectGetMaxVcpus */
  maxVcpus(type?: string, options?: CallOptions): Promise<number> {
    return this.#session.run(options, (call) => this.#hypervisor.connectGetMaxVcpus(type, call));
  }

  /** SMBIOS of the host, as a document. @libvirt virConnectGetSysinfo */
  sysinfo(options?: CallOptions): Promise<string> {
    return this.#session.run(options, (call) => this.#hypervisor.connectGetSysinfo(0, call));
  }

  /** CPU models that an architecture knows. @libvirt virConnectGetCPUModelNames */
  cpuModelNames(arch: string, options?: CallOptions): Promise<readonly string[]> {
    return this.#session.run(options, (call) => this.#hypervisor.connectGetCPUModelNames(arch, 0, call));
  }

  /** @libvirt virConnectIsAlive */
  isAlive(options?: CallOptions): Promise<boolean> {
    return this.#session.run(options, (call) => this.#hypervisor.connectIsAlive(call));
  }

  /** @libvirt virConnectIsEncrypted */
  isEncrypted(options?: CallOptions): Promise<boolean> {
    return this.#session.run(options, (call) => this.#hypervisor.connectIsEncrypted(call));
  }

  /** @libvirt virConnectIsSecure */
  isSecure(options?: CallOptions): Promise<boolean> {
    return this.#session.run(options, (call) => this.#hypervisor.connectIsSecure(call));
  }

  #domain(ref: DomainRef): Domain {
    return new Domain(this.#session, ref);
  }

  get #hypervisor(): FamilyDrivers['hypervisor'] {
    return this.#session.families.hypervisor;
  }
}
