#!/usr/bin/env node
// CommonJS: Node starts it sooner than a module, and what is published loads its parts without waiting.
const { enableCompileCache } = require('node:module') as { enableCompileCache?: () => void };

void start();

async function start(): Promise<void> {
  // From Node 22 on what was compiled once is kept: half of a start is compiling.
  enableCompileCache?.();
  const { main } = await import('./index.ts');
  process.exitCode = await main(process.argv.slice(2));
}
