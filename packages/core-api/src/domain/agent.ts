import { flagsOf, maskOf, wideOf } from '../connection/numbers.ts';
import { parameters, type Parameters } from '../connection/parameters.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { DomainFSInfo, DomainTime } from '../contract/values.ts';
import { DomainBlock } from './block.ts';

/** What the agent can be asked about the guest. */
export type GuestInfoType =
  | 'users'
  | 'os'
  | 'timezone'
  | 'hostname'
  | 'filesystem'
  | 'disks'
  | 'interfaces'
  | 'load';

/** How long the agent may take: seconds, forever, what the driver thinks right, or no time at all. */
export type AgentTimeout = number | 'block' | 'default' | 'nowait';

const guestInfoTypes: Readonly<Record<GuestInfoType, number>> = {
  users: 1,
  os: 2,
  timezone: 4,
  hostname: 8,
  filesystem: 16,
  disks: 32,
  interfaces: 64,
  load: 128,
};
const timeouts = { block: -2, default: -1, nowait: 0 };

/** What the agent inside of the guest does. Without one, calls fail with `VIR_ERR_AGENT_UNRESPONSIVE` or `VIR_ERR_OPERATION_UNSUPPORTED`. */
export class DomainAgent extends DomainBlock {
  /** The guest's view of itself, by libvirt's names; default: all that the agent knows. @libvirt virDomainGetGuestInfo */
  guestInfo(types: readonly GuestInfoType[] = [], options?: FlagOptions): Promise<Parameters> {
    return this.session.run(options, async (call) => {
      const mask = maskOf(types, guestInfoTypes, 'guest information');
      return parameters(await this.hypervisor.domainGetGuestInfo(this.ref, mask, flagsOf(options, {}), call));
    });
  }

  /** File systems that are mounted in the guest. @libvirt virDomainGetFSInfo */
  fsInfo(options?: CallOptions): Promise<readonly DomainFSInfo[]> {
    return this.session.run(options, (call) => this.hypervisor.domainGetFSInfo(this.ref, 0, call));
  }

  /** Stops writing to file systems, all or those named; answers how many. @libvirt virDomainFSFreeze */
  fsFreeze(mountpoints: readonly string[] = [], options?: CallOptions): Promise<number> {
    return this.session.run(options, (call) => this.hypervisor.domainFSFreeze(this.ref, mountpoints, 0, call));
  }

  /** Lets file systems be written to again; answers how many. @libvirt virDomainFSThaw */
  fsThaw(mountpoints: readonly string[] = [], options?: CallOptions): Promise<number> {
    return this.session.run(options, (call) => this.hypervisor.domainFSThaw(this.ref, mountpoints, 0, call));
  }

  /** Tells the host which blocks file systems do not use; pieces below `minimum` bytes are left out. @libvirt virDomainFSTrim */
  fsTrim(options?: CallOptions & { readonly mountpoint?: string; readonly minimum?: number | bigint }): Promise<void> {
    return this.session.run(options, async (call) => {
      const minimum = wideOf(options?.minimum ?? 0, 'the minimum');
      await this.hypervisor.domainFSTrim(this.ref, options?.mountpoint, minimum, 0, call);
    });
  }

  /** The guest's processors by libvirt's names: `{ vcpus: '0-3', online: '0-1', offlinable: '1-3' }`. @libvirt virDomainGetGuestVcpus */
  guestVcpus(options?: CallOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetGuestVcpus(this.ref, 0, call)),
    );
  }

  /** Has the guest take processors in or out of use, by their numbers (`'1-3'`). @libvirt virDomainSetGuestVcpus */
  setGuestVcpus(cpus: string, online: boolean, options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSetGuestVcpus(this.ref, cpus, online ? 1 : 0, 0, call),
    );
  }

  /** Sets the guest's clock; without a time, from the host's (`sync`). @libvirt virDomainSetTime */
  setTime(time?: DomainTime | Date, options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, {}) | (time === undefined ? 1 : 0);
      const { seconds, nseconds } = time instanceof Date ? splitTime(time) : (time ?? { seconds: 0n, nseconds: 0 });
      return this.hypervisor.domainSetTime(this.ref, seconds, nseconds, flags >>> 0, call);
    });
  }

  /** @libvirt virDomainSetUserPassword */
  setUserPassword(user: string, password: string, options?: FlagOptions & { readonly encrypted?: boolean }): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSetUserPassword(this.ref, user, password, flagsOf(options, { encrypted: 1 }), call),
    );
  }

  /** The keys that a user of the guest lets in. @libvirt virDomainAuthorizedSSHKeysGet */
  authorizedSSHKeys(user: string, options?: CallOptions): Promise<readonly string[]> {
    return this.session.run(options, (call) => this.hypervisor.domainAuthorizedSSHKeysGet(this.ref, user, 0, call));
  }

  /** Replaces the keys that a user of the guest lets in, or appends or removes some. @libvirt virDomainAuthorizedSSHKeysSet */
  setAuthorizedSSHKeys(
    user: string,
    keys: readonly string[],
    options?: FlagOptions & { readonly append?: boolean; readonly remove?: boolean },
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, { append: 1, remove: 2 });
      return this.hypervisor.domainAuthorizedSSHKeysSet(this.ref, user, keys, flags, call);
    });
  }

  /** How long calls wait for the agent. @libvirt virDomainAgentSetResponseTimeout */
  async setAgentResponseTimeout(timeout: AgentTimeout, options?: CallOptions): Promise<void> {
    await this.session.run(options, (call) => {
      const seconds = typeof timeout === 'number' ? timeout : timeouts[timeout];
      return this.hypervisor.domainAgentSetResponseTimeout(this.ref, seconds, 0, call);
    });
  }

  /** Sends a command to QEMU's guest agent, as JSON; answers its reply. @libvirt virDomainQemuAgentCommand */
  qemuAgentCommand(
    command: string,
    options?: CallOptions & { readonly timeout?: AgentTimeout },
  ): Promise<string | undefined> {
    return this.session.run(options, (call) => {
      const { timeout = 'block' } = options ?? {};
      const seconds = typeof timeout === 'number' ? timeout : timeouts[timeout];
      return this.hypervisor.domainQemuAgentCommand(this.ref, command, seconds, 0, call);
    });
  }
}

function splitTime(time: Date): DomainTime {
  const milliseconds = BigInt(time.getTime());
  return { seconds: milliseconds / 1000n, nseconds: Number(milliseconds % 1000n) * 1_000_000 };
}
