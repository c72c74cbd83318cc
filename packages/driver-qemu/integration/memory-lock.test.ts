import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { noQemu, Place } from './support/real.ts';

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place.end());

const limits = (of: number | 'self'): readonly string[] =>
  /^Max locked memory\s+(\S+)\s+(\S+)/m.exec(readFileSync(`/proc/${of}/limits`, 'utf8'))?.slice(1) ?? [];
const limitSelf = (soft: string, hard: string): number | null =>
  spawnSync('prlimit', ['--pid', String(process.pid), `--memlock=${soft}:${hard}`]).status;

const [soft = '', hard = ''] = limits('self');
const MiB = 1024 * 1024;
const room = hard === 'unlimited' || Number(hard) >= 4 * MiB;
const reason = noQemu ?? (room && limitSelf(soft, hard) === 0 ? undefined : 'limits cannot be set here');
const withLimits = reason === undefined ? test : test.skip;

withLimits(`a guest gets leave to lock memory, and is found again${reason === undefined ? '' : ` (${reason})`}`, async () => {
  limitSelf('65536', hard);
  try {
    const connection = await place.open();
    const domain = await connection.defineXML(place.xml().replace('<os>', `<memtune><hard_limit unit='MiB'>4</hard_limit></memtune><os>`));
    await domain.start({ paused: true });
    expect(limits(await place.pidOf('web'))).toEqual([String(4 * MiB), String(4 * MiB)]);
    await connection.close();
    const again = await place.open();
    expect(await (await again.lookupByName('web')).isActive()).toBe(true);
  } finally {
    limitSelf(soft, hard);
  }
});
