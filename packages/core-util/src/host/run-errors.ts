import { VirtError } from '../errors/virt-error.ts';
import type { RunOptions, RunResult } from './host.ts';

/** Longest part of a program's stderr that goes into a message, in characters. */
const MAX_STDERR = 8192;

/** Gives the result of a program back, unless the caller wants success and it is none. */
export function checkStatus(program: string, args: readonly string[], options: RunOptions, result: RunResult): RunResult {
  if (result.status === 0 || options.check === false) return result;
  const how = result.signal === null ? `exit status ${result.status}` : `fatal signal ${result.signal}`;
  const said = result.stderr.trim().slice(-MAX_STDERR);
  const detail = `Child process (${commandLine(program, args)}) unexpected ${how}${said === '' ? '' : `: ${said}`}`;
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { ...(result.status === null ? {} : { int1: result.status }) });
}

export function timedOut(program: string, args: readonly string[], timeout: number): VirtError {
  return new VirtError('VIR_ERR_OPERATION_TIMEOUT', `'${commandLine(program, args)}' took longer than ${timeout} ms`);
}

export function outputTooLong(program: string, args: readonly string[], maxOutput: number): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `'${commandLine(program, args)}' wrote more than ${maxOutput} bytes`);
}

/** For messages only: what was run is never put together from text. */
function commandLine(program: string, args: readonly string[]): string {
  const text = [program, ...args].join(' ');
  return text.length <= 1024 ? text : `${text.slice(0, 1024)}...`;
}
