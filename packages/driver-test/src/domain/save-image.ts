import type { Host } from '@virtweave/core-util';
import { testError } from '../errors.ts';

/** What files that the test driver writes begin with, as libvirt's does. */
export const guestMagic: Buffer = Buffer.from('TestGuestMagic\0');

const maxXml = 16 * 1024 * 1024;

/** A saved guest: the magic, the length of its document in four bytes (lowest first), the document. */
export function encodeSaveImage(xml: string): Buffer {
  const text = Buffer.from(xml);
  const length = Buffer.alloc(4);
  length.writeInt32LE(text.length);
  return Buffer.concat([guestMagic, length, text]);
}

/** The document in a saved guest. */
export async function readSaveImage(host: Host, path: string, signal: AbortSignal | undefined): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await host.readFile(path, { signal });
  } catch (cause) {
    throw fileError(cause, signal, `cannot read domain image '${path}'`);
  }
  if (!bytes.subarray(0, guestMagic.length).equals(guestMagic))
    throw testError('VIR_ERR_INTERNAL_ERROR', 'mismatched header magic');
  const start = guestMagic.length + 4;
  const length = bytes.length < start ? 0 : bytes.readInt32LE(guestMagic.length);
  if (length < 1 || length > maxXml) throw testError('VIR_ERR_INTERNAL_ERROR', 'length of metadata out of range');
  if (bytes.length < start + length)
    throw testError('VIR_ERR_INTERNAL_ERROR', `domain image '${path}' ends before its metadata does`);
  return bytes.subarray(start, start + length).toString('utf8');
}

/** Writes a file that stands for a guest's memory. */
export async function writeImage(
  host: Host,
  path: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
  doing: string,
): Promise<void> {
  try {
    await host.writeFile(path, bytes, { signal });
  } catch (cause) {
    throw fileError(cause, signal, doing);
  }
}

/** The host's error under the operation's name: `<doing>: No such file or directory`. */
function fileError(cause: unknown, signal: AbortSignal | undefined, doing: string): unknown {
  if (signal?.aborted === true) return cause;
  const { message, int1 } = cause as { message: string; int1?: number };
  const words = message.slice(message.lastIndexOf(': ') + 1).trim();
  return testError('VIR_ERR_SYSTEM_ERROR', `${doing}: ${words}`, { cause, ...(int1 !== undefined && { int1 }) });
}
