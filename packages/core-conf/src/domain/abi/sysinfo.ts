import type { Sysinfo, SysinfoEntries } from '../sysinfo.ts';
import { differ, each, property, text, worded, type Check, type Differences } from './words.ts';

function* entries(what: string, source: SysinfoEntries | undefined, target: SysinfoEntries | undefined): Differences {
  const names = new Set([...(source?.entries ?? []), ...(target?.entries ?? [])].map(({ name }) => name));
  for (const name of names) {
    const value = (one: SysinfoEntries | undefined): string | undefined =>
      one?.entries?.find((entry) => entry.name === name)?.value;
    yield* differ(`Target sysinfo ${what} ${name} %t does not match source %s`, value(source), value(target), text);
  }
}

/** What the guest reads from its firmware tables (`virSysinfoIsEqual`). */
export const sysinfo: Check<Sysinfo> = function* (source, target) {
  yield* property<Sysinfo>('sysinfo', ({ type }) => type)(source, target);
  if (source.type === 'smbios' && target.type === 'smbios') {
    yield* entries('bios', source.bios, target.bios);
    yield* entries('system', source.system, target.system);
    yield* entries('chassis', source.chassis, target.chassis);
    yield* each<typeof source, SysinfoEntries>(
      "Target sysinfo base board count '%t' does not match source '%s'",
      ({ baseBoards }) => baseBoards ?? [],
      (one, other) => entries('base board', one, other),
    )(source, target);
    yield* worded<typeof source>('Target sysinfo does not match source', ({ oemStrings }) =>
      JSON.stringify(oemStrings),
    )(source, target);
  } else if (source.type === 'fwcfg' && target.type === 'fwcfg') {
    yield* worded<typeof source>('Target sysinfo does not match source', (one) => JSON.stringify(one.entries))(
      source,
      target,
    );
  }
};
