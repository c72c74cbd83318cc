import { Skipped, type Benchmark } from '../harness/benchmark.ts';
export const startUp: Benchmark = { name: 'start-up', title: 'todo', run() { throw new Skipped('todo'); } };
