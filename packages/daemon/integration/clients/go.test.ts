import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noLibvirtd } from '../../../core-testkit/test/support/libvirtd.ts';
import { known } from './go/known.ts';
import { storageSubjects, subjects, type GoCall } from './go/lines.ts';
import { documents } from './python/lines.ts';
import { documents as storageDocuments } from './python/storage-lines.ts';
import { differences } from './support/compare.ts';
import { play, type Played } from './support/play.ts';
import { startWorlds, type Worlds } from './support/worlds.ts';

const library = '/usr/share/gocode/src/github.com/digitalocean/go-libvirt';
const absent =
  noLibvirtd() ??
  (spawnSync('go', ['version']).status === 0 ? undefined : 'there is no Go (golang-go)') ??
  (existsSync(library) ? undefined : 'there is no go-libvirt (golang-github-digitalocean-go-libvirt-dev)');

const stopped = 5;

/** libvirt's test driver tells of transient guests that have stopped with the ID that they had, of others without. */
function withoutId(event: unknown): unknown {
  const { Dom, Event, Detail } = event as { Dom: object; Event: number; Detail: number };
  return { Dom: Event === stopped ? { ...Dom, ID: -1 } : Dom, Event, Detail };
}

/** From Debian's sources alone, without modules and without the network. */
function build(folder: string): string {
  const program = join(folder, 'play');
  const own = fileURLToPath(new URL('go', import.meta.url));
  const env = { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOPATH: `${own}:/usr/share/gocode`, GOCACHE: join(folder, 'go-cache') };
  const { status, stderr } = spawnSync('go', ['build', '-o', program, 'play'], { cwd: own, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return program;
}

// The same calls to libvirtd and to our daemon by go-libvirt, which has the protocol from its description and not from libvirt.
(absent === undefined ? describe : describe.skip)(`go-libvirt${absent === undefined ? '' : ` (${absent})`}`, () => {
  let worlds: Worlds;
  let program: string;
  beforeAll(async () => {
    worlds = await startWorlds();
    program = build(worlds.folder);
  });
  afterAll(() => worlds?.close());

  const used = new Set<object>();
  function compare(theirs: Played, ours: Played): void {
    expect(ours.answers.filter(({ bindings }) => bindings !== undefined)).toEqual([]);
    const found = differences(theirs, ours, known);
    for (const each of found.used) used.add(each);
    expect(found.unknown).toEqual([]);
    expect(ours.events.map(withoutId)).toEqual(theirs.events.map(withoutId));
  }

  const say = (socket: string, uri: string, lines: readonly GoCall[], names: object, events: boolean, hide?: string): Promise<Played> =>
    play([program], { Socket: socket, URI: uri, Lines: lines, Names: names, Events: events }, hide);

  test.each(Object.entries(subjects))('%s', async (_, lines) => {
    const said = (socket: string) => say(socket, 'test:///default', lines, documents, true);
    compare(await said(worlds.theirs), await said(worlds.ours));
  });

  test.each(Object.entries(storageSubjects))('%s', async (_, lines) => {
    const said = (socket: string, uri: string, folder: string) => {
      mkdirSync(folder);
      const names = Object.fromEntries(Object.entries(storageDocuments).map(([name, xml]) => [name, xml.replaceAll('{folder}', folder)]));
      return say(socket, uri, lines, names, false, folder);
    };
    const theirs = await said(worlds.theirs, 'storage:///system', join(worlds.folder, 'theirs'));
    const ours = await said(worlds.ours, `storage:///embed?root=${worlds.folder}/root`, join(worlds.folder, 'ours'));
    compare(theirs, ours);
  });

  test('each difference is needed', () => {
    expect(known.filter((each) => !used.has(each))).toEqual([]);
  });
});
