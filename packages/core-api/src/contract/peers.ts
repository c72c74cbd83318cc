import type { FamilyDrivers } from './families.ts';
import type { CpuService } from './services/cpu.ts';
import type { SecurityService } from './services/security.ts';

/** Another host, reached by a URI: its drivers and how to leave. */
export interface PeerConnection {
  readonly uri: string;
  readonly families: Required<{ readonly [F in keyof FamilyDrivers]: FamilyDrivers[F] }>;
  close(): Promise<void>;
}

/**
 * What a driver may use of others. Nothing is loaded before the first call of a member; an absent package then rejects
 * with `VIR_ERR_NO_SUPPORT`, naming what to install. Flags, arguments and support are checked as for users.
 */
export interface Peers {
  network(): FamilyDrivers['network'];
  nwfilter(): FamilyDrivers['nwfilter'];
  storage(): FamilyDrivers['storage'];
  secret(): FamilyDrivers['secret'];
  nodeDevice(): FamilyDrivers['nodeDevice'];
  interface(): FamilyDrivers['interface'];
  cpu(arch: string): CpuService;
  security(): SecurityService;
  /** Is there somebody to ask? Loads the package, if any. */
  has(peer: 'network' | 'nwfilter' | 'storage' | 'secret' | 'nodeDevice' | 'interface' | 'cpu' | 'security'): Promise<boolean>;
  /** Another connection, such as the far side of a migration. */
  connect(uri: string, options?: { readonly signal?: AbortSignal }): Promise<PeerConnection>;
}

