import { DomainModificationImpact as Impact } from '@virtweave/core-api/constants';
import { CommandError } from './errors.ts';
import type { AnyArgs } from './grammar/args.ts';
import { flag, type FlagOption } from './grammar/option.ts';

/**
 * The flags of those options that are there.
 *
 * @example
 * ```ts
 * flagsOf(args, { paused: DomainCreateFlags.VIR_DOMAIN_START_PAUSED })
 * ```
 */
export function flagsOf(args: AnyArgs, table: Readonly<Record<string, number>>): number {
  return Object.entries(table).reduce((all, [name, bits]) => (args.flag(name) ? (all | bits) >>> 0 : all), 0);
}

/** @throws CommandError when more than one of them is there */
export function exclusive(args: AnyArgs, ...names: readonly string[]): void {
  const [first, second] = names.filter((name) => args.has(name));
  if (second !== undefined) throw new CommandError(`Options --${first} and --${second} are mutually exclusive`);
}

/** Options of commands that change a running guest, its definition, or both. */
export const impactOptions: { readonly config: FlagOption; readonly live: FlagOption; readonly current: FlagOption } = {
  config: flag('affect next boot'),
  live: flag('affect running domain'),
  current: flag('affect current domain'),
};

/** @throws CommandError for `--current` together with another one */
export function impactOf(args: AnyArgs): number {
  exclusive(args, 'current', 'live');
  exclusive(args, 'current', 'config');
  return flagsOf(args, { config: Impact.VIR_DOMAIN_AFFECT_CONFIG, live: Impact.VIR_DOMAIN_AFFECT_LIVE });
}

/** Impact of commands that also know `--persistent`: the definition, and the guest if it runs. */
export function persistentImpactOf(args: AnyArgs, running: boolean): number {
  exclusive(args, 'persistent', 'current');
  if (!args.flag('persistent')) return impactOf(args);
  return (impactOf(args) | Impact.VIR_DOMAIN_AFFECT_CONFIG | (running ? Impact.VIR_DOMAIN_AFFECT_LIVE : 0)) >>> 0;
}

/** As {@link impactOf}; where nothing is said, the running guest, as libvirt's functions without flags have it. */
export function impactOrLive(args: AnyArgs): number {
  const said = Object.keys(impactOptions).some((name) => args.has(name));
  return said ? impactOf(args) : Impact.VIR_DOMAIN_AFFECT_LIVE;
}
