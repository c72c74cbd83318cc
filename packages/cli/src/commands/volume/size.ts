import { CommandError } from '../../errors.ts';
import { bytesOf } from '../../grammar/args.ts';

/** A size of a volume, bytes unless it has a unit. @throws CommandError */
export function sizeIn(written: string): bigint {
  const bytes = bytesOf(written, 1);
  if (bytes === undefined || bytes >= 2n ** 64n) throw new CommandError(`Malformed size ${written}`);
  return bytes;
}
