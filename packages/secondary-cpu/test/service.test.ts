import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import service from '../src/index.ts';
import { x86Source } from '../src/map/x86.generated.ts';
import { unpackX86Map } from '../src/x86/map.ts';

test('it is a service of this contract, and opening it asks no machine', async () => {
  expect(service).toMatchObject({ kind: 'service', contract: 1, provides: 'cpu' });
  const context = { host: () => Promise.reject(new Error('no machine is to be asked')) };
  expect((await service.open('x86_64', context as never)).arch).toBe('x86_64');
});

test('NOTICE names the origin of the tables', () => {
  const notice = readFileSync(new URL('../NOTICE', import.meta.url), 'utf8');
  expect(notice).toMatch(/libvirt/);
  expect(notice).toMatch(/LGPL-2\.1-or-later/);
});

test('the table is what it was made from', () => {
  const facts = new URL('../../../../shared/facts/cpu_map.json', import.meta.url);
  const map = unpackX86Map(x86Source);
  expect(map.features.length).toBeGreaterThan(300);
  expect(map.features[map.byName.get('avx2') ?? -1]).toEqual({ name: 'avx2', word: '7.0.ebx', bit: 5 });
  if (!existsSync(facts)) return;
  const { x86 } = JSON.parse(readFileSync(facts, 'utf8')) as {
    x86: { models: { name: string; features?: (string | { name: string; added?: string; removed?: string })[] }[] };
  };
  for (const { name, features = [] } of x86.models) {
    const own = features.filter((each) => typeof each === 'string') as string[];
    const model = map.modelByName.get(name);
    expect(own.filter((feature) => model?.features.has(map.byName.get(feature) ?? -1) !== true)).toEqual([]);
  }
});
