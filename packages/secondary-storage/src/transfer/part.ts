import type { Machine } from '../machine.ts';
import { deviceSize } from '../volume/describe-file.ts';
import { factsOfFile } from '../volume/file-facts.ts';
import { storageError } from '../errors.ts';

/** Which part of a volume is transferred, bytes. */
export interface Part {
  readonly offset: bigint;
  /** 0: to the end. */
  readonly length: bigint;
  /** Holes are told as such. */
  readonly sparse: boolean;
}

/** Bytes that the file or device at a path has. */
export async function sizeOf(path: string, machine: Machine): Promise<bigint> {
  const facts = await factsOfFile(machine, path);
  if (facts === undefined) throw storageError('VIR_ERR_SYSTEM_ERROR', `Unable to open file: ${path}: No such file or directory`);
  if (facts.type === 'block') return deviceSize(machine, path);
  if (facts.type !== 'file') throw storageError('VIR_ERR_SYSTEM_ERROR', `Unable to open file: ${path}: Is a directory`);
  return facts.size;
}
