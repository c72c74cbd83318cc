import { StorageVolDownloadFlags, StorageVolUploadFlags } from '@virtweave/core-api/constants';
import { open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { DriverStream } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { reasonOf } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, number, needed } from '../../grammar/option.ts';
import { findVolume } from '../../objects/volume.ts';
import type { Shell } from '../../shell.ts';
import { poolOption, volOption } from './options.ts';

const volUpload = command({
  name: 'vol-upload',
  summary: 'upload file contents to a volume',
  description: 'Upload file contents to a volume',
  options: {
    vol: volOption,
    file: text('file', { ...needed, complete: 'file' }),
    pool: poolOption,
    offset: number('volume offset to upload to', { positional: 'quietly' }),
    length: number('amount of data to upload', { positional: 'quietly' }),
    sparse: flag('preserve sparseness of volume'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const offset = args.ulong('offset') ?? 0n;
    const length = args.ulong('length') ?? 0n;
    const flags = flagsOf(args, { sparse: StorageVolUploadFlags.VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM });
    const volume = await findVolume(shell, args);
    const { storage } = await shell.families();
    const file = await opened(path, 'r', `cannot open ${path}`);
    try {
      const all = length > 0n ? length : BigInt((await stat(path)).size);
      const stream = await attempt(
        storage.storageVolUpload(volume, offset, length, flags),
        `cannot upload to volume ${args.needed('vol')}`,
      );
      const progress = progressOf(shell, all);
      const buffer = Buffer.alloc(piece);
      const sending = async (): Promise<void> => {
        let sent = 0n;
        for (;;) {
          const wanted = length > 0n && length - sent < BigInt(piece) ? Number(length - sent) : piece;
          const { bytesRead } = wanted === 0 ? { bytesRead: 0 } : await file.read(buffer, 0, wanted);
          if (bytesRead === 0) break;
          // The stream may keep the bytes: the next ones are read elsewhere.
          await stream.send(Uint8Array.prototype.slice.call(buffer, 0, bytesRead));
          progress((sent += BigInt(bytesRead)));
        }
        await stream.finish();
      };
      await ended(stream, sending(), `cannot send data to volume ${args.needed('vol')}`);
    } finally {
      await file.close();
    }
  },
});

const volDownload = command({
  name: 'vol-download',
  summary: 'download volume contents to a file',
  description: 'Download volume contents to a file',
  options: {
    vol: volOption,
    file: text('file', { ...needed, complete: 'file' }),
    pool: poolOption,
    offset: number('volume offset to download from', { positional: 'quietly' }),
    length: number('amount of data to download', { positional: 'quietly' }),
    sparse: flag('preserve sparseness of volume'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const offset = args.ulong('offset') ?? 0n;
    const length = args.ulong('length') ?? 0n;
    const flags = flagsOf(args, { sparse: StorageVolDownloadFlags.VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM });
    const volume = await findVolume(shell, args);
    const { storage } = await shell.families();
    const there = await stat(path).then(() => true, () => false);
    const file = await opened(path, there ? 'r+' : 'wx', `cannot create ${path}`);
    let arrived = false;
    try {
      const stream = await attempt(
        storage.storageVolDownload(volume, offset, length, flags),
        `cannot download from volume ${args.needed('vol')}`,
      );
      const progress = progressOf(shell, length > 0n ? length : (await storage.storageVolGetInfoFlags(volume, 0)).capacity - offset);
      const receiving = async (): Promise<void> => {
        let at = 0n;
        for (;;) {
          const part = await stream.receive(piece);
          if (part === undefined) break;
          if (part instanceof Uint8Array) {
            await file.write(part, 0, part.length, Number(at));
            at += BigInt(part.length);
          } else at += part.hole;
          progress(at);
        }
        await file.truncate(Number(at));
        await stream.finish();
      };
      await ended(stream, receiving(), `cannot receive data from volume ${args.needed('vol')}`);
      arrived = true;
    } finally {
      await file.close();
      // A file that was not there before, and is not whole, helps nobody.
      if (!arrived && !there) await rm(path, { force: true });
    }
  },
});

/** Bytes of one piece. */
const piece = 256 * 1024;

async function opened(path: string, mode: string, failure: string): Promise<FileHandle> {
  try {
    return await open(path, mode);
  } catch (error) {
    throw new CommandError(`${failure}: ${reasonOf(error)}`);
  }
}

/** @throws CommandError with `failure`; the stream is over then */
async function ended(stream: DriverStream, transfer: Promise<void>, failure: string): Promise<void> {
  try {
    await transfer;
  } catch (cause) {
    await stream.abort(cause);
    throw new CommandError(failure, { cause });
  }
}

/** Shows how far it is, where somebody looks at it. */
function progressOf(shell: Shell, all: bigint): (done: bigint) => void {
  if (process.stderr.isTTY !== true || shell.options.quiet || all <= 0n) return () => undefined;
  let last = -1;
  return (done) => {
    const percent = Math.min(100, Number((done * 100n) / all));
    if (percent === last) return;
    last = percent;
    process.stderr.write(`\r${shell.command}: ${percent} %${percent === 100 ? '\n' : ''}`);
  };
}

export const commands: readonly AnyCommand[] = [volUpload, volDownload];
