// Loaded into the daemon by its tests: says what it holds when it is asked.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const turns = monitorEventLoopDelay({ resolution: 1 });
turns.enable();

process.on('message', ({ garbage }) => {
  // Milliseconds of the loop's turns since the last question, less the timer's own.
  const begin = { long: turns.percentile(99) / 1e6 - 1, longest: turns.max / 1e6 - 1 };
  if (garbage === 'collect') for (let i = 0; i < 3; i += 1) collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  turns.reset();
  process.send({ rss, held: heapUsed + external, resources, ...begin });
});
process.channel.unref();
