import { Skipped, type Benchmark } from '../harness/benchmark.ts';
export const xmlSize: Benchmark = { name: 'xml-size', title: 'todo', run() { throw new Skipped('todo'); } };
