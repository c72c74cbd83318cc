import { prepare } from './prepare.ts';

await prepare(process.argv[2] ?? 'test:///default', console.log);
