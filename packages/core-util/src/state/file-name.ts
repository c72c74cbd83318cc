import { VirtError } from '../errors/virt-error.ts';

/** Longest file name, in bytes, that all file systems of Linux take. */
const LONGEST = 255;

/**
 * The name of the file that holds the state of an object with this name. Any name of an object gets a file name of its
 * own, in its folder and never outside; ordinary ones stay readable.
 *
 * Kept as they are: letters and digits of all scripts, `- _ + @ , = : ( ) [ ]` and blanks, and dots except a leading
 * one. The rest becomes `%` and two hexadecimal digits for each byte of UTF-8. A name with decomposed letters is encoded in
 * full, so that a file system that composes them cannot make one file of two names.
 *
 * @throws VirtError `VIR_ERR_INVALID_ARG` for an empty name, half a surrogate pair, and a name that no file can have
 * because of its length (libvirt refuses those too: "File name too long").
 * @example
 * ```ts
 * encodeFileName('web', '.xml'); // 'web.xml'
 * encodeFileName('../web', '.xml'); // '%2E.%2Fweb.xml'
 * ```
 */
export function encodeFileName(name: string, suffix: string): string {
  if (name === '') throw new VirtError('VIR_ERR_INVALID_ARG', 'name must not be empty');
  if (/\p{Surrogate}/u.test(name)) throw new VirtError('VIR_ERR_INVALID_ARG', `name ${JSON.stringify(name)} is not valid Unicode`);
  const special = name === name.normalize('NFC') ? /^\.|[^\p{L}\p{N}\-_+@,=:()[\]. ]/gu : /^\.|[^A-Za-z0-9\-_+@,=:()[\]. ]/gu;
  const file = name.replace(special, percent) + suffix;
  const length = Buffer.byteLength(file);
  if (length > LONGEST) {
    throw new VirtError(
      'VIR_ERR_INVALID_ARG',
      `name '${name.slice(0, 40)}...' is too long: its file name would have ${length} bytes, and ${LONGEST} are possible`,
    );
  }
  return file;
}

/** The name that {@link encodeFileName} made this file name of; undefined when it cannot have made it. */
export function decodeFileName(file: string, suffix: string): string | undefined {
  if (!file.endsWith(suffix)) return undefined;
  const encoded = file.slice(0, file.length - suffix.length);
  try {
    const name = decodeURIComponent(encoded);
    // One spelling for each name, or two files could claim it.
    return encodeFileName(name, suffix) === file ? name : undefined;
  } catch {
    // Not UTF-8, or not a name: not a file of ours.
    return undefined;
  }
}

function percent(character: string): string {
  return Buffer.from(character).reduce((text, byte) => `${text}%${byte.toString(16).toUpperCase().padStart(2, '0')}`, '');
}
