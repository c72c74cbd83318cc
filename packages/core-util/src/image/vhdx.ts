import { VirtError } from '../errors/virt-error.ts';
import type { ImageMetadata } from './metadata.ts';
import { malformed, type ImageReader } from './reader.ts';

const regionTables = [192n * 1024n, 256n * 1024n];
const tableSize = 64 * 1024;
/** The specification's limit for both tables. */
const maxEntries = 2047;

const metadataRegion = guid('8b7ca206-4790-4b9a-b8fe-575f050f886e');
const fileParameters = guid('caa16737-fa36-4d43-b3b6-33f0aa44e76b');
const virtualDiskSize = guid('2fa54224-cd1b-4876-b211-5dbed83bf4b8');

const hasParent = 2;

/** VHDX: the size stands in a table that another table points to. */
export async function readVhdx(reader: ImageReader): Promise<Omit<ImageMetadata, 'format'>> {
  const region = await findMetadataRegion(reader);
  const table = await reader.read(region, tableSize);
  if (!table.subarray(0, 8).equals(Buffer.from('metadata'))) throw malformed(reader.name, 'it has no metadata table');
  const parameters = await readItem(reader, region, table, fileParameters, 8);
  if ((parameters.readUInt32LE(4) & hasParent) !== 0) {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `image '${reader.name}' is a differencing VHDX image`, {
      domain: 'VIR_FROM_STORAGE',
    });
  }
  const size = await readItem(reader, region, table, virtualDiskSize, 8);
  return { capacity: size.readBigUInt64LE(0), clusterSize: parameters.readUInt32LE(0) };
}

/** There are two copies of the region table; the first that looks like one is taken. */
async function findMetadataRegion(reader: ImageReader): Promise<bigint> {
  for (const at of regionTables) {
    const table = await reader.read(at, tableSize);
    if (!table.subarray(0, 4).equals(Buffer.from('regi'))) continue;
    const entry = findEntry(table, 16, entries(reader, table, 8, 4), metadataRegion);
    if (entry !== undefined) return entry.readBigUInt64LE(16);
  }
  throw malformed(reader.name, 'it has no region table');
}

async function readItem(reader: ImageReader, region: bigint, table: Buffer, id: Buffer, length: number): Promise<Buffer> {
  const entry = findEntry(table, 32, entries(reader, table, 10, 2), id);
  const item = entry === undefined ? undefined : await reader.read(region + BigInt(entry.readUInt32LE(16)), length);
  if (item?.length !== length) throw malformed(reader.name, 'its metadata are not complete');
  return item;
}

function entries(reader: ImageReader, table: Buffer, at: number, width: 2 | 4): number {
  if (table.length < 32) throw malformed(reader.name, 'it ends within a table');
  const count = table.readUIntLE(at, width);
  if (count > maxEntries) throw malformed(reader.name, `a table has ${count} entries`);
  return count;
}

function findEntry(table: Buffer, from: number, count: number, id: Buffer): Buffer | undefined {
  for (let at = from; at < from + count * 32 && at + 32 <= table.length; at += 32) {
    if (table.subarray(at, at + 16).equals(id)) return table.subarray(at, at + 32);
  }
  return undefined;
}

/** The 16 bytes of a GUID: its first three numbers are little endian. */
function guid(text: string): Buffer {
  const [a = '', b = '', c = '', ...rest] = text.split('-');
  const turned = [a, b, c].map((part) => Buffer.from(part, 'hex').reverse());
  return Buffer.concat([...turned, Buffer.from(rest.join(''), 'hex')]);
}
