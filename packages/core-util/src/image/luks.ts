import type { ImageEncryption } from './metadata.ts';

const magic = Buffer.from('LUKS\xba\xbe', 'latin1');

/** The LUKS header at the beginning of a raw image; undefined when there is none. */
export function luksEncryption(header: Buffer): ImageEncryption | undefined {
  if (header.length < 108 || !header.subarray(0, magic.length).equals(magic)) return undefined;
  const version = header.readUInt16BE(6);
  if (version === 2) return { format: 'luks', version };
  if (version !== 1) return undefined;
  return { format: 'luks', version, payloadOffset: header.readUInt32BE(104) * 512 };
}
