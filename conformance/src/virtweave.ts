// The command line from its sources: what the package's program is when it is built.
import { main } from '@virtweave/cli';

process.exitCode = await main(process.argv.slice(2));
