import type { ImageFormat } from './formats.ts';

/** How a format is told from others. */
interface Signature {
  readonly format: ImageFormat;
  readonly magic: Buffer;
  readonly at?: number;
  /** Where the version stands, and which are known. */
  readonly version?: { readonly at: number; readonly order: 'big' | 'little'; readonly known: readonly number[] };
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const signatures: readonly Signature[] = [
  {
    format: 'bochs',
    magic: bytes('Bochs Virtual HD Image'),
    version: { at: 64, order: 'little', known: [0x20000] },
  },
  {
    format: 'cloop',
    magic: bytes('#!/bin/sh\n#V2.0 Format\nmodprobe cloop file=$0 && mount -r -t iso9660 /dev/cloop $1\n'),
  },
  { format: 'iso', magic: bytes('CD001'), at: 0x8001 },
  { format: 'vpc', magic: bytes('conectix'), version: { at: 12, order: 'big', known: [0x10000] } },
  { format: 'vdi', magic: bytes('\x7f\x10\xda\xbe'), at: 0x40, version: { at: 0x44, order: 'little', known: [0x10001] } },
  { format: 'ploop', magic: bytes('WithouFreSpacExt') },
  { format: 'cow', magic: bytes('OOOM'), version: { at: 4, order: 'big', known: [2] } },
  { format: 'qcow', magic: bytes('QFI\xfb'), version: { at: 4, order: 'big', known: [1] } },
  { format: 'qcow2', magic: bytes('QFI\xfb'), version: { at: 4, order: 'big', known: [2, 3] } },
  { format: 'qed', magic: bytes('QED\0') },
  { format: 'vmdk', magic: bytes('KDMV'), version: { at: 4, order: 'little', known: [1, 2, 3] } },
  { format: 'vhdx', magic: bytes('vhdxfile') },
];

/**
 * Tells the format of an image from its first {@link headerSize} bytes; `raw` when they are nothing known, such as an image
 * with the magic of a format but a version nobody knows.
 *
 * The content of a raw image is the guest's, which can write any header into it: never probe what a guest may have written
 * and then open what that header names. {@link readBackingChain} has the rules.
 */
export function probeImageFormat(header: Uint8Array): ImageFormat {
  const data = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  return signatures.find((signature) => matches(signature, data))?.format ?? 'raw';
}

/** Does the header fit the format? Formats that have no magic fit always. */
export function hasMagic(format: ImageFormat, header: Buffer): boolean {
  const signature = signatures.find((one) => one.format === format);
  return signature === undefined || matches(signature, header);
}

function matches({ magic, at = 0, version }: Signature, data: Buffer): boolean {
  if (!data.subarray(at, at + magic.length).equals(magic)) return false;
  if (version === undefined) return true;
  if (data.length < version.at + 4) return false;
  const found = version.order === 'big' ? data.readUInt32BE(version.at) : data.readUInt32LE(version.at);
  return version.known.includes(found);
}
