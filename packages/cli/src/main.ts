#!/usr/bin/env node
import { main } from './index.ts';

// Whoever reads has read enough: `virtweave list | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
