import { Skipped, type Benchmark } from '../harness/benchmark.ts';
export const manyDomains: Benchmark = { name: 'many-domains', title: 'todo', run() { throw new Skipped('todo'); } };
