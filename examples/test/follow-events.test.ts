import { expect, test } from '@jest/globals';
import { connect, registry, type Driver } from '@virtweave/core-api';
import memo from '../outside-driver/src/index.js';
import { followEvents } from '../src/events/follow-events.ts';

const xml = "<domain type='test'><name>web</name><memory>1024</memory><os><type>hvm</type></os></domain>";

/** A driver all of whose connections see the same guests. */
function shared(driver: Driver): Driver {
  let opened: ReturnType<Driver['open']> | undefined;
  return {
    ...driver,
    async open(uri, context) {
      opened ??= driver.open(uri, context);
      return { ...(await opened), close: async () => {} };
    },
  };
}

test('tells what there is, then what happens, until it is stopped', async () => {
  registry.register(shared(memo));
  const connection = await connect('memo:///');
  const web = await connection.defineXML(xml);
  const stop = new AbortController();
  const lines: string[] = [];
  let listed: () => void;
  const first = new Promise<void>((resolve) => { listed = resolve; });
  const following = followEvents('memo:///', (line) => {
    lines.push(line);
    listed();
    if (lines.length === 4) stop.abort();
  }, stop.signal);
  await first;
  await web.start();
  await web.suspend();
  await web.destroy();
  await following;
  expect(lines).toEqual(['web: shutoff', 'web: started (booted)', 'web: suspended (paused)', 'web: stopped (destroyed)']);
  await connection.close();
});
