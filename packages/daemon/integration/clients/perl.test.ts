import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noLibvirtd } from '../../../core-testkit/test/support/libvirtd.ts';
import { known } from './perl/known.ts';
import { subjects } from './perl/lines.ts';
import { documents } from './python/lines.ts';
import { differences } from './support/compare.ts';
import { play } from './support/play.ts';
import { startWorlds, type Worlds } from './support/worlds.ts';

const perl = '/usr/bin/perl';
const program = [perl, fileURLToPath(new URL('perl/play.pl', import.meta.url))] as const;
const absent = noLibvirtd() ?? (spawnSync(perl, ['-MSys::Virt', '-e', '1']).status === 0 ? undefined : 'Perl has no Sys::Virt (libsys-virt-perl)');

// The same lines said to libvirtd and to our daemon by Sys::Virt: what they give, errors, events.
(absent === undefined ? describe : describe.skip)(`Sys::Virt${absent === undefined ? '' : ` (${absent})`}`, () => {
  let worlds: Worlds;
  beforeAll(async () => void (worlds = await startWorlds()));
  afterAll(() => worlds?.close());

  const used = new Set<object>();
  test.each(Object.entries(subjects))('%s', async (_, text) => {
    const lines = text.trim().split('\n');
    const said = (socket: string) =>
      play(program, { uri: `test+unix:///default?socket=${socket}`, lines, names: { ...documents, FILE: join(worlds.folder, 'image') } });
    const [theirs, ours] = [await said(worlds.theirs), await said(worlds.ours)];
    expect(ours.answers.filter(({ bindings }) => bindings !== undefined)).toEqual([]);
    const found = differences(theirs, ours, known);
    for (const each of found.used) used.add(each);
    expect(found.unknown).toEqual([]);
    expect(ours.events).toEqual(theirs.events);
  });

  test('each difference is needed', () => {
    expect(known.filter((each) => !used.has(each))).toEqual([]);
  });
});
