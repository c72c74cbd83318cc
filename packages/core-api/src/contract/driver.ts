import type { Host, Logger } from '@virtweave/core-util';
import type { Identity } from '../identity.ts';
import type { FamilyDrivers } from './families.ts';
import type { Family } from './members.ts';
import type { Peers } from './peers.ts';
import type { CpuService } from './services/cpu.ts';
import type { SecurityService } from './services/security.ts';

/** The contract that this core-api speaks. A driver that says another number is refused, naming both. */
export const contractVersion = 1;

/** What a user or a program asks for when credentials are needed (`virConnectCredential`). */
export interface Credential {
  /** `virConnectCredentialType` by name, without its prefix. */
  readonly type:
    | 'username'
    | 'authname'
    | 'language'
    | 'cnonce'
    | 'passphrase'
    | 'echoprompt'
    | 'noechoprompt'
    | 'realm'
    | 'external';
  readonly prompt: string;
  readonly challenge?: string;
  readonly defaultResult?: string;
}

/** Answers credentials in their order; rejects to give up. */
export type AuthCallback = (wanted: readonly Credential[]) => Promise<readonly string[]> | readonly string[];

/** What a driver is handed when a connection opens. Nothing here does any work until it is used. */
export interface DriverContext {
  /** The machine that the program runs on, or what the application gave in its place. Made on first use, then kept. */
  host(): Promise<Host>;
  /** Other drivers and services, loaded on first use, in the scope of this connection and with the elevated identity. */
  readonly peers: Peers;
  readonly logger: Logger;
  /** The guard refuses what changes anything; a driver may leave out what only a writer needs. */
  readonly readOnly: boolean;
  /** Who opens the connection. */
  readonly identity: Identity;
  readonly auth?: AuthCallback;
  /** What the application gave as `options.config`, for this driver to check. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Aborts the opening. */
  readonly signal?: AbortSignal;
  /**
   * What this process is to call itself in the lock of a state folder (`acquireFolderLock`): it tells others whether they
   * can reach the folder through it. Drivers that say their `stateFolder` pass it on.
   */
  readonly lockProgram: string;
}

/** An open connection, as the driver sees it. */
export interface OpenedConnection {
  /** What is implemented. A member that is absent answers `VIR_ERR_NO_SUPPORT`. */
  readonly families: { readonly [F in Family]?: Partial<FamilyDrivers[F]> };
  /**
   * Flags that each member takes, as a mask; a member that is not named takes none. `any`: the driver passes flags on and
   * the other side judges (driver-remote).
   */
  readonly supportedFlags?: Readonly<Record<string, number>> | 'any';
  /** Real path of the folder that this process has locked for the connection. With it, `serve` lets other processes in. */
  readonly stateFolder?: string;
  /**
   * Frees everything. Called once. It must not wait for guests, and nothing that the driver keeps open may hold Node
   * alive (sockets and timers are unref'd): core-api does that while calls are pending.
   */
  close(): Promise<void>;
}

/** What a driver package exports as `default`, made by {@link defineDriver}. */
export interface Driver {
  readonly kind: 'driver';
  /** See {@link contractVersion}. */
  readonly contract: number;
  /** libvirt's name: `test`, `qemu`. Error texts use it: `unsupported flags (0x10) in function testDomainReboot`. */
  readonly name: string;
  /** URI schemes, each `^[a-z][a-z0-9]*$`. */
  readonly schemes: readonly string[];
  /** Families that its connections have of their own. */
  readonly provides: readonly Family[];
  /** Families that its connections take from the shared secondaries, when those are installed. */
  readonly attach?: readonly Family[];
  /** It reaches other hosts by itself (`esx://host/`). Otherwise a URI with a host or a transport is driver-remote's. */
  readonly remote?: boolean;
  /** A URI that opens without any machine, for the capability matrix and the driver suite. */
  readonly exampleUri?: string;
  /** Opens a connection. `uri` is normalised and has one of the driver's schemes. */
  open(uri: string, context: DriverContext): Promise<OpenedConnection>;
}

/** Services have a contract of ours, as libvirt has no public API for them. */
export interface Services {
  cpu: CpuService;
  security: SecurityService;
}

export type ServiceName = keyof Services;

/** What a service package exports as `default`, made by {@link defineService}. */
export interface ServiceDefinition<S extends ServiceName = ServiceName> {
  readonly kind: 'service';
  readonly contract: number;
  readonly name: string;
  readonly provides: S;
  /** `key` is the architecture for `cpu`, the scope's URI path for `security`. */
  open(key: string, context: DriverContext): Promise<Services[S]>;
}

/**
 * Says what a driver is. A package exports the result as its default:
 *
 * ```ts
 * export default defineDriver({
 *   contract: 1,
 *   name: 'mine',
 *   schemes: ['mine'],
 *   provides: ['hypervisor'],
 *   open: async (uri, context) => ({ families: { hypervisor: { ... } }, close: async () => {} }),
 * });
 * ```
 */
export function defineDriver(driver: Omit<Driver, 'kind'>): Driver {
  return Object.freeze({ ...driver, kind: 'driver' as const });
}

/** Says what a service is; see {@link defineDriver}. */
export function defineService<S extends ServiceName>(service: Omit<ServiceDefinition<S>, 'kind'>): ServiceDefinition<S> {
  return Object.freeze({ ...service, kind: 'service' as const });
}
