import type { Domain } from '@virtweave/core-conf';
import type { ProcessIdentity, SpawnedProcess } from '@virtweave/core-util';
import type { GuestAgent } from '../agent/guest-agent.ts';
import type { QmpClient, QmpEvent } from '../qmp/index.ts';
import type { ShutoffReason } from './guest-state.ts';

/** A guest's process and what is known of it. */
export interface RunningGuest {
  readonly id: number;
  /** The document of the running guest: with aliases, ports and addresses. */
  document: Domain;
  readonly process: ProcessIdentity & Pick<SpawnedProcess, 'exited'>;
  readonly monitor: QmpClient;
  /** Its own folder: monitor socket, master key. */
  readonly folder: string;
  readonly logFile: string;
  /** Where a stop comes from, once one is under way: the true reason for the shut-off. */
  stopping?: ShutoffReason;
  /** QEMU has said that the guest powered off; the process only waits to be ended. */
  shutdownSeen?: 'guest' | 'host';
  /** A reboot was asked for that QEMU plays as power-off and reset. */
  fakeReboot?: boolean;
  /** That reset is under way: the stop and the resume that come with it are no news. */
  resetting?: boolean;
  /** Events that came before anybody listened. */
  readonly early: { readonly events: QmpEvent[]; stop(): void };
  /** Devices that the guest was asked to give up, by alias, with the block nodes behind them. */
  readonly unplugging: Map<string, readonly string[]>;
  /** The agent in it. */
  readonly agent: GuestAgent;
  /** Console sessions, by alias. */
  readonly consoles: Map<string, { close(): void }>;
  /** Resolves when the guest is off and its traces are gone. */
  readonly ended: Promise<void>;
  readonly settleEnded: () => void;
}
