import { expect, test } from '@jest/globals';
import { FaultyHost } from '@virtweave/core-testkit';
import { Machine } from './support/machine.ts';
import { guestXml, open } from './support/open.ts';

test('a start that is aborted, at whichever step, leaves nothing', async () => {
  const machine = new Machine();
  let at = Infinity;
  let seen = 0;
  let controller = new AbortController();
  const host = new FaultyHost(machine, () => {
    seen += 1;
    if (seen === at) controller.abort(new Error(`enough at ${at}`));
    return undefined;
  });
  const connection = await open(host);
  const domain = await connection.defineXML(guestXml());
  let aborted = 0;
  for (at = 1; ; at += 1) {
    seen = 0;
    controller = new AbortController();
    const reason = await domain.start({ signal: controller.signal }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (reason !== undefined) {
      expect(reason).toBe(controller.signal.reason);
      expect([at, machine.traces(), machine.running]).toEqual([at, ['/etc/qemu/web.xml'], []]);
      expect(await machine.list('/root/lib/qemu')).toEqual(['lock']);
      expect((await domain.state()).state).toBe('shutoff');
      aborted += 1;
    } else {
      // Too late to be aborted, or through.
      expect((await domain.state()).state).toBe('running');
      const through = seen < at;
      await domain.destroy();
      if (through) break;
    }
  }
  expect(aborted).toBeGreaterThan(10);
  await connection.close();
});

test('one who gives up opening does not disturb the others', async () => {
  const machine = new Machine();
  const controller = new AbortController();
  const [given, kept] = [open(machine, { signal: controller.signal }), open(machine)];
  controller.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  const connection = await kept;
  expect(await connection.listAllDomains()).toEqual([]);
  await connection.close();
  expect(Object.keys(machine.contents('/root/lib/qemu/lock'))).toEqual(['/root/lib/qemu/lock/free']);
});
