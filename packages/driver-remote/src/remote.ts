import type { Call, CloseCallback, DriverStream } from '@virtweave/core-api';
import type { Procedure } from '@virtweave/core-rpc';
import type { Subscriptions } from './events/subscriptions.ts';

/** What members need of the connection. */
export interface Remote {
  /** What the connection was opened with. */
  readonly uri: string;
  readonly alive: boolean;
  /** Nobody on the way can read what is sent, or change it. */
  readonly secure: boolean;
  readonly encrypted: boolean;
  readonly subscriptions: Subscriptions;
  call<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args, call: Call): Promise<Ret>;
  callStream<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    call: Call,
  ): Promise<{ readonly ret: Ret; readonly stream: DriverStream }>;
  /** Seconds, and how often; false when the server does not know how. */
  setKeepAlive(interval: number, count: number): boolean;
  registerCloseCallback(callback: CloseCallback, call: Call): Promise<void>;
  unregisterCloseCallback(callback: CloseCallback, call: Call): Promise<void>;
}
