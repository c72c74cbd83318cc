import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noLibvirtd } from '../../../core-testkit/test/support/libvirtd.ts';
import { documents } from './python/lines.ts';
import { known } from './ruby/known.ts';
import { lines } from './ruby/lines.ts';
import { differences } from './support/compare.ts';
import { play } from './support/play.ts';
import { startWorlds, type Worlds } from './support/worlds.ts';

const ruby = '/usr/bin/ruby';
const program = [ruby, fileURLToPath(new URL('ruby/play.rb', import.meta.url))] as const;
const absent = noLibvirtd() ?? (spawnSync(ruby, ['-rlibvirt', '-e', '1']).status === 0 ? undefined : 'Ruby has no libvirt (ruby-libvirt)');

// The same lines said to libvirtd and to our daemon by ruby-libvirt: what they give, and errors.
(absent === undefined ? describe : describe.skip)(`ruby-libvirt${absent === undefined ? '' : ` (${absent})`}`, () => {
  let worlds: Worlds;
  beforeAll(async () => void (worlds = await startWorlds()));
  afterAll(() => worlds?.close());

  test('the host, guests, networks, storage', async () => {
    const said = (socket: string) => play(program, { uri: `test+unix:///default?socket=${socket}`, lines, names: documents });
    const [theirs, ours] = [await said(worlds.theirs), await said(worlds.ours)];
    expect(ours.answers.filter(({ bindings }) => bindings !== undefined)).toEqual([]);
    const { unknown, used } = differences(theirs, ours, known);
    expect(unknown).toEqual([]);
    expect([...used]).toEqual(known);
  });
});
