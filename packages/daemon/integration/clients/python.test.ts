import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noLibvirtd } from '../../../core-testkit/test/support/libvirtd.ts';
import { exact } from './python/exact.ts';
import { documents, subjects } from './python/lines.ts';
import { known } from './python/known.ts';
import { differences } from './support/compare.ts';
import { play } from './support/play.ts';
import { startWorlds, type Worlds } from './support/worlds.ts';

const python = '/usr/bin/python3';
const program = [python, fileURLToPath(new URL('python/play.py', import.meta.url))] as const;
const absent =
  noLibvirtd() ?? (spawnSync(python, ['-c', 'import libvirt']).status === 0 ? undefined : 'Python has no libvirt (python3-libvirt)');

// The same lines said to libvirtd and to our daemon by libvirt's own bindings: what they give, all fields of errors, events.
(absent === undefined ? describe : describe.skip)(`libvirt-python${absent === undefined ? '' : ` (${absent})`}`, () => {
  let worlds: Worlds;
  beforeAll(async () => void (worlds = await startWorlds()));
  afterAll(() => worlds?.close());

  const used = new Set<object>();
  test.each(Object.entries(subjects))('%s', async (subject, text) => {
    const lines = text.trim().split('\n');
    const said = (socket: string) =>
      play(program, { uri: `test+unix:///default?socket=${socket}`, lines, names: { ...documents, FILE: join(worlds.folder, 'image') } });
    const [theirs, ours] = [await said(worlds.theirs), await said(worlds.ours)];
    expect(ours.answers.filter(({ bindings }) => bindings !== undefined)).toEqual([]);
    const found = differences(theirs, ours, known);
    for (const each of found.used) used.add(each);
    expect(found.unknown).toEqual([]);
    expect(ours.events).toEqual(theirs.events);
    expect(ours.answers).toEqual(expect.arrayContaining(exact[subject] ?? []));
  });

  test('each difference is needed', () => {
    expect(known.filter((each) => !used.has(each))).toEqual([]);
  });
});
