import { Skipped, type Benchmark } from '../harness/benchmark.ts';
export const guestStart: Benchmark = { name: 'guest-start', title: 'todo', run() { throw new Skipped('todo'); } };
