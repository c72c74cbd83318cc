import { VirtError } from '@virtweave/core-util/errors';
import { plain } from './plain.ts';
import { ScramServer } from './scram.ts';
import type { Users } from './users.ts';

/** What the server says to a client's step. */
export interface SaslAnswer {
  readonly data: Uint8Array | undefined;
  /** Set when it is over, and the client is who it says. */
  readonly user?: string;
}

export type SaslMechanism = 'SCRAM-SHA-256' | 'PLAIN';

/** An exchange by which one client shows who it is (RFC 4422). A refusal throws VIR_ERR_AUTH_FAILED. */
export class Sasl {
  /** In the order of preference. */
  readonly mechanisms: readonly SaslMechanism[];
  readonly #users: () => Promise<Users>;
  #scram: ScramServer | undefined;

  /** @param users read anew for each client: who was added may come at once, who was taken away may not */
  constructor(mechanisms: readonly SaslMechanism[], users: () => Promise<Users>) {
    this.mechanisms = mechanisms;
    this.#users = users;
  }

  async start(mechanism: string, data: Uint8Array | undefined): Promise<SaslAnswer> {
    if (!(this.mechanisms as readonly string[]).includes(mechanism)) throw authFailed(`mechanism ${mechanism} is not offered`);
    const users = await this.#users();
    if (mechanism === 'PLAIN') return await plain(users, data);
    this.#scram = new ScramServer(users);
    return this.#scram.step(data);
  }

  async step(data: Uint8Array | undefined): Promise<SaslAnswer> {
    if (!this.#scram) throw authFailed('the exchange has not begun');
    return this.#scram.step(data);
  }
}

/** The reason is for the log: clients are told no more than that it failed. */
export function authFailed(reason: string): VirtError {
  return new VirtError('VIR_ERR_AUTH_FAILED', 'authentication failed', { cause: new Error(reason) });
}
