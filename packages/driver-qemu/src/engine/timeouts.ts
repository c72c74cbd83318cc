import { VirtError } from '@virtweave/core-util';

/** How long QEMU may take, in milliseconds. */
export interface Timeouts {
  /** To greet when it has been started, and for each answer of its monitor. */
  readonly monitor: number;
  /** To greet when it has been running since another process started it. */
  readonly reconnect: number;
  /** To end when it was asked to, before it is killed. */
  readonly stop: number;
  /** For a sign of life from the agent in a guest, before each command. */
  readonly agent: number;
}

const defaults: Timeouts = { monitor: 30_000, reconnect: 10_000, stop: 10_000, agent: 5_000 };

/**
 * Reads `timeouts` of a connection's `config`: `{ timeouts: { monitor: 5000 } }`.
 *
 * @throws VirtError `VIR_ERR_INVALID_ARG` for what is no positive number of milliseconds
 */
export function timeoutsOf(config: Readonly<Record<string, unknown>>): Timeouts {
  const given = config['timeouts'] ?? {};
  if (typeof given !== 'object') throw invalid('timeouts', given);
  for (const [name, value] of Object.entries(given as object)) {
    if (!(name in defaults) || typeof value !== 'number' || !(value > 0) || value > 2 ** 31 - 1) throw invalid(`timeouts.${name}`, value);
  }
  return { ...defaults, ...given };
}

function invalid(name: string, value: unknown): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', `config.${name} must be a positive number of milliseconds, not ${JSON.stringify(value)}`, {
    domain: 'VIR_FROM_QEMU',
  });
}
