import { expect, jest, test } from '@jest/globals';

const load = async (): Promise<typeof import('../src/host/local-host.ts')> => {
  jest.resetModules();
  return import('../src/host/local-host.ts');
};

test('this machine is the same one for every copy of the package', async () => {
  const { LocalHost } = await load();
  const { LocalHost: Other } = await load();
  expect(Other).not.toBe(LocalHost);
  expect(new Other()).toBeInstanceOf(LocalHost);
  expect({ label: 'localhost' }).not.toBeInstanceOf(LocalHost);
  class Special extends LocalHost {}
  expect(new Special()).toBeInstanceOf(LocalHost);
  expect(new LocalHost()).not.toBeInstanceOf(Special);
});
