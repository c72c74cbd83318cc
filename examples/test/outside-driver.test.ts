import { describe, expect, test } from '@jest/globals';
import { connect, registry } from '@virtweave/core-api';
import { driverSuite } from '@virtweave/core-testkit';
import memo from '../outside-driver/src/index.js';

await driverSuite({
  test,
  describe,
  expect,
  driver: memo,
  shared: false,
  cheap: true,
  place: () => ({ uri: 'memo:///' }),
  sample: ({ name, uuid }) => `<domain type='test'>
    <name>${name}</name>
    <uuid>${uuid}</uuid>
    <memory unit='MiB'>8</memory>
    <vcpu>2</vcpu>
    <os><type>hvm</type></os>
  </domain>`,
});

test('it is found once it is registered, and not before', async () => {
  // By what depends on the machine: a daemon is asked when there is one.
  await expect(connect('memo:///')).rejects.toMatchObject({ name: 'VirtError' });
  registry.register(memo);
  const connection = await connect('memo:///');
  expect(await connection.type()).toBe('Memo');
  await connection.close();
});
