import { followEvents } from './follow-events.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
await followEvents(process.argv[2] ?? 'test:///default', console.log, stop.signal);
