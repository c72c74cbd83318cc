import { spawn } from 'node:child_process';

/** Runs a program to its end and gives the milliseconds; fails when it fails. */
export function programTime(program: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      if (status === 0) resolve(performance.now() - begin);
      else reject(new Error(`${program} ${args.join(' ')} ended with ${signal ?? `status ${status}`}`));
    });
  });
}

/** Runs a program to its end and gives its standard output. */
export function programOutput(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (status === 0) resolve(out);
      else reject(new Error(`${program} ${args.join(' ')} ended with ${signal ?? `status ${status}`}`));
    });
  });
}
