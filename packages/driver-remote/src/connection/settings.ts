import { VirtError } from '@virtweave/core-util/errors';

/** What `connect(uri, { config })` may say to this driver. */
export interface RemoteSettings {
  /** Seconds between signs of life, and how many may be missing. Default 5 and 5, as virsh has it; false for none. */
  readonly keepAlive: { readonly interval: number; readonly count: number } | undefined;
  /** Connect anew when the connection breaks: how often it is tried, and milliseconds before each. Default: not at all. */
  readonly reconnect: { readonly attempts: number; readonly delay: number } | undefined;
}

/** Checks the settings; a wrong one is refused by its name. */
export function readSettings(config: Readonly<Record<string, unknown>>): RemoteSettings {
  const { keepAlive = true, reconnect = false, ...unknown } = config;
  for (const name of Object.keys(unknown)) throw invalid(`config.${name}: driver-remote knows keepAlive and reconnect`);
  return {
    keepAlive: pair(keepAlive, 'keepAlive', { interval: 5, count: 5 }),
    reconnect: pair(reconnect, 'reconnect', { attempts: 10, delay: 500 }),
  };
}

/** `true` for the defaults, `false` for none, or an object that says some of them. */
function pair<T extends Record<string, number>>(given: unknown, name: string, defaults: T): T | undefined {
  if (given === false) return undefined;
  if (given === true) return defaults;
  if (typeof given !== 'object' || given === null) throw invalid(`config.${name} must be true, false or an object`);
  for (const [key, value] of Object.entries(given)) {
    if (!(key in defaults)) throw invalid(`config.${name}.${key}: there are ${Object.keys(defaults).join(' and ')}`);
    if (typeof value !== 'number' || !(value >= 0)) throw invalid(`config.${name}.${key} must be a number that is not negative`);
  }
  return { ...defaults, ...given };
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_REMOTE' });
}
