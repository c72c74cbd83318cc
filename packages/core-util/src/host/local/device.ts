import fs from 'node:fs';
import tty from 'node:tty';
import type { Duplex } from 'node:stream';
import { VirtError } from '../../errors/virt-error.ts';
import type { CallOptions } from '../host.ts';
import { systemError } from '../system-error.ts';

/**
 * A terminal device as a duplex stream. libuv polls terminals, so a read that waits for days costs none of its threads
 * (a file stream would take one of four). The terminal's settings stay as they are: QEMU has put its own into raw mode.
 */
export async function openDevice(path: string, options: CallOptions = {}): Promise<Duplex> {
  options.signal?.throwIfAborted();
  const { O_RDWR, O_NOCTTY, O_NONBLOCK } = fs.constants;
  let file: number;
  try {
    file = fs.openSync(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
  } catch (error) {
    throw systemError(`cannot open '${path}'`, error);
  }
  try {
    if (!tty.isatty(file)) throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `'${path}' is not a terminal device`);
    const stream = new Terminal(file);
    // libuv opens the terminal once more for itself. When it could not, the descriptor is still in use.
    if (stream.descriptor !== file) fs.closeSync(file);
    return stream;
  } catch (error) {
    fs.closeSync(file);
    throw systemError(`cannot open '${path}'`, error);
  }
}

class Terminal extends tty.ReadStream {
  get descriptor(): number | undefined {
    return (this as unknown as { _handle?: { fd?: number } })._handle?.fd;
  }

  /** The other side of a pty going away reads as EIO: to us that is the end of the stream, not a failure. */
  override destroy(error?: Error): this {
    if ((error as NodeJS.ErrnoException | undefined)?.code !== 'EIO' || this.readableEnded) return super.destroy(error);
    this.push(null);
    // What has been read is still delivered; the stream closes itself behind it.
    this.read(0);
    return this;
  }
}
