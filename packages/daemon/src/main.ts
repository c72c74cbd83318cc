#!/usr/bin/env node
import module from 'node:module';

// From Node 22 on what was compiled once is kept.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { main } = await import('./program.ts');

process.exitCode = await main(process.argv.slice(2));
