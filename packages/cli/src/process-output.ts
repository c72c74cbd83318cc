import { writeSync } from 'node:fs';
import type { Output } from './shell.ts';

/**
 * Standard output and error of the process. Node's own streams would write the same, but to make them costs a start 2 ms: they
 * take over where the system says to wait.
 */
export const processOutput: Output = { out: writer(1), err: writer(2) };

function writer(file: 1 | 2): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    let rest = Buffer.from(text);
    try {
      while (stream === undefined && rest.length > 0) rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') endAtBrokenPipe(error);
      stream = file === 1 ? process.stdout : process.stderr;
      stream.on('error', endAtBrokenPipe);
    }
    stream?.write(rest);
  };
}

/** Whoever reads has read enough: `virtweave list | head -1`. */
export function endAtBrokenPipe(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit();
  throw error;
}
