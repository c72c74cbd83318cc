#!/usr/bin/env node
import module from 'node:module';

// From Node 22 on what was compiled once is kept: half of a start is compiling.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { main } = await import('./index.ts');

// Whoever reads has read enough: `virtweave list | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
