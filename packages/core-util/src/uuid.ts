import { VirtError } from './errors/virt-error.ts';

/** Fills an array with random bytes. Tests give one of their own. */
export type RandomBytes = (bytes: Uint8Array) => void;

/** The system's random source. Loaded by Node when first used. */
export const systemRandom: RandomBytes = (bytes) => void globalThis.crypto.getRandomValues(bytes);

const pattern = /^\s*[- ]*(?:[0-9a-f]{2}[- ]*){15}[0-9a-f]{2}\s*$/i;

/**
 * Parses a UUID as libvirt does (`virUUIDParse`): hyphens and blanks may stand between any two bytes, or be absent.
 *
 * @returns 16 bytes
 * @throws VirtError VIR_ERR_INVALID_ARG
 */
export function parseUuid(text: string): Uint8Array {
  // The longest spelling that makes sense; bounds the work on hostile text.
  if (text.length > 256 || !pattern.test(text)) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `malformed uuid '${text.slice(0, 64)}', 32 hexadecimal digits are expected`);
  }
  const digits = text.replace(/[\s-]/g, '');
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Writes 16 bytes as `6695eb01-f6a4-8304-79aa-97f2502e193f` (`virUUIDFormat`). */
export function formatUuid(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new VirtError('VIR_ERR_INVALID_ARG', `a UUID has 16 bytes, not ${bytes.length}`);
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += (bytes[i] ?? 0).toString(16).padStart(2, '0');
  }
  return text;
}

/** Any accepted spelling in the one that libvirt writes: lower case, with hyphens. */
export function normalizeUuid(text: string): string {
  return formatUuid(parseUuid(text));
}

/** A new random UUID, version 4 (`virUUIDGenerate`), as text. */
export function randomUuid(random: RandomBytes = systemRandom): string {
  const bytes = new Uint8Array(16);
  random(bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return formatUuid(bytes);
}

/** False for what firmware puts where no UUID was set: 16 equal bytes (`virUUIDIsValid`). */
export function isUsableUuid(uuid: Uint8Array | string): boolean {
  const bytes = typeof uuid === 'string' ? parseUuid(uuid) : uuid;
  return bytes.some((byte) => byte !== bytes[0]);
}
