import type { DriverStream, StreamHole } from '@virtweave/core-api';
import type { StorageVol } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { sizeOf, type Part } from './part.ts';

/** Bytes that are read at a time, when the reader takes as many. */
const piece = 1024 * 1024;

/** A stretch of a file, bytes. */
interface Extent {
  readonly start: bigint;
  readonly end: bigint;
  readonly hole: boolean;
}

/**
 * The content of a volume, read when somebody asks for it.
 *
 * @param end called once, when nothing more is read
 */
export async function downloadVolume({ target: { path = '' } }: StorageVol, part: Part, machine: Machine, end: () => void): Promise<DriverStream> {
  const { host } = machine;
  const size = await sizeOf(path, machine);
  const last = part.length === 0n || part.offset + part.length > size ? size : part.offset + part.length;
  if (part.offset > BigInt(Number.MAX_SAFE_INTEGER)) throw storageError('VIR_ERR_OVERFLOW', `offset ${part.offset} is too large`);
  const extents = part.sparse ? await extentsOf(path, size, machine) : [{ start: 0n, end: size, hole: false }];
  let position = part.offset;
  let ended = false;
  const over = (): void => {
    if (ended) return;
    ended = true;
    end();
  };

  const receive = async (maxBytes: number): Promise<Uint8Array | StreamHole | undefined> => {
    if (ended || position >= last) {
      over();
      return undefined;
    }
    const extent = extents.find((one) => position >= one.start && position < one.end) ?? { end: last, hole: false };
    const until = extent.end < last ? extent.end : last;
    if (extent.hole) {
      const hole = until - position;
      position = until;
      return { hole };
    }
    const length = Math.min(Number(until - position), maxBytes, piece);
    const data = await host.readFile(path, { offset: Number(position), length });
    if (data.length === 0) position = last; // it has become shorter
    position += BigInt(data.length);
    return data.length === 0 ? undefined : data;
  };
  return {
    receive,
    send: oneWay,
    sendHole: oneWay,
    finish: async () => over(),
    abort: async () => over(),
  };
}

/** Where a file has data, and where it only reads as zeros. */
async function extentsOf(path: string, size: bigint, machine: Machine): Promise<readonly Extent[]> {
  const text = await runTool(machine, 'qemu-img', ['map', '--output=json', '-U', '-f', 'raw', path]);
  const found = JSON.parse(text) as readonly { readonly start: number; readonly length: number; readonly data: boolean }[];
  return found.map(({ start, length, data }) => ({
    start: BigInt(start),
    // qemu-img counts in whole sectors.
    end: BigInt(start + length) < size ? BigInt(start + length) : size,
    hole: !data,
  }));
}

function oneWay(): Promise<never> {
  return Promise.reject(storageError('VIR_ERR_OPERATION_INVALID', 'the stream cannot be written to'));
}
