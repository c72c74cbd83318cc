import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noLibvirtd } from '../../../core-testkit/test/support/libvirtd.ts';
import { known } from './python/storage-known.ts';
import { documents, prelude, subjects } from './python/storage-lines.ts';
import { differences } from './support/compare.ts';
import { play, type Answer, type Played } from './support/play.ts';
import { startWorlds, type Worlds } from './support/worlds.ts';

const python = '/usr/bin/python3';
const program = [python, fileURLToPath(new URL('python/play.py', import.meta.url))] as const;
const absent =
  noLibvirtd() ?? (spawnSync(python, ['-c', 'import libvirt']).status === 0 ? undefined : 'Python has no libvirt (python3-libvirt)');

/** What was sent up is what comes down, by every kind of stream. */
const exact: Readonly<Record<string, Answer[]>> = {
  'volumes and their contents': ['download(v)', 'download_nonblocking(v)']
    .map((line) => ({ line, gave: '3000000 bytes, sha256 eaee34640ca7ca9dcbe15c348da93446896de37ccbdaa560376d90b1c92652cd' }))
    .concat({ line: 'down.whole', gave: '3000000 bytes, sha256 234e6a165ad54794672c47c5feb75c1405277a6dae63c09c1ea5ad23d5eb09a8' }),
};

/** The pool is refreshed behind an upload, in its own time: perhaps when nobody listens any more. */
const isRefresh = (event: unknown): boolean => JSON.stringify(event).startsWith('["pool",1,["virStoragePool');

// libvirt's own storage driver and ours, by the same lines of libvirt-python: volumes go up and down by streams of all kinds.
(absent === undefined ? describe : describe.skip)(`libvirt-python and storage${absent === undefined ? '' : ` (${absent})`}`, () => {
  let worlds: Worlds;
  beforeAll(async () => void (worlds = await startWorlds()));
  afterAll(() => worlds?.close());

  const used = new Set<object>();
  test.each(Object.entries(subjects))('%s', async (subject, text) => {
    const lines = text.trim().split('\n');
    const said = async (uri: string, folder: string): Promise<Played> => {
      mkdirSync(folder, { recursive: true });
      const names = Object.fromEntries(Object.entries(documents).map(([name, xml]) => [name, xml.replaceAll('{folder}', folder)]));
      return await play(program, { uri, lines, prelude, names: { ...names, FOLDER: folder } }, folder);
    };
    const theirs = await said(`storage+unix:///system?socket=${worlds.theirs}`, join(worlds.folder, subject.slice(0, 3), 'theirs'));
    // libvirt's clients want an embedded driver to be embedded in them; behind `name` they do not look.
    const name = encodeURIComponent(`storage:///embed?root=${worlds.folder}/root`);
    const ours = await said(`storage+unix:///system?name=${name}&socket=${worlds.ours}`, join(worlds.folder, subject.slice(0, 3), 'ours'));
    expect(ours.answers.filter(({ bindings }) => bindings !== undefined)).toEqual([]);
    expect(ours.answers).toEqual(expect.arrayContaining(exact[subject] ?? []));
    const found = differences(theirs, ours, known);
    for (const each of found.used) used.add(each);
    expect(found.unknown).toEqual([]);
    expect(ours.events.filter((event) => !isRefresh(event))).toEqual(theirs.events.filter((event) => !isRefresh(event)));
    if (subject === 'volumes and their contents') expect(ours.events.some(isRefresh)).toBe(true);
  });

  test('each difference is needed', () => {
    expect(known.filter((each) => !used.has(each))).toEqual([]);
  });
});
