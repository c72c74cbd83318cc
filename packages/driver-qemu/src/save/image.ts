import { VirtError, type Host } from '@virtweave/core-util';

/**
 * A saved guest, in libvirt's form: a header of 92 bytes (magic, version, length of the document, whether the guest ran,
 * compression, where a cookie begins, 14 unused words, all in the machine's own byte order), the document with a NUL at its
 * end, then QEMU's own stream.
 */
export interface SaveImage {
  readonly xml: string;
  readonly wasRunning: boolean;
  /** Where QEMU's stream begins, in bytes. */
  readonly offset: number;
}

const magic = 'LibvirtQemudSave';
const unfinished = 'LibvirtQemudPart';
const version = 2;
const headerSize = 92;
/** Longest document that is read. */
const longest = 64 * 1024 * 1024;

export function saveHeader(xml: string, wasRunning: boolean): Uint8Array {
  const document = Buffer.from(`${xml}\0`);
  const header = Buffer.alloc(headerSize);
  header.write(magic, 0, 'latin1');
  [version, document.length, wasRunning ? 1 : 0].forEach((word, i) => header.writeUInt32LE(word, magic.length + 4 * i));
  return Buffer.concat([header, document]);
}

/** @throws VirtError VIR_ERR_OPERATION_FAILED for what is no saved guest, in libvirt's words */
export async function readSaveImage(host: Host, path: string): Promise<SaveImage> {
  const header = await host.readFile(path, { offset: 0, length: headerSize });
  if (header.length < headerSize) throw failed(`failed to read qemu header`);
  const found = header.toString('latin1', 0, magic.length);
  if (found === unfinished) throw failed(`save image is incomplete`);
  if (found !== magic) throw failed(`image magic is incorrect`);
  const word = (index: number): number => header.readUInt32LE(magic.length + 4 * index);
  if (word(0) > version) throw failed(`image version is not supported (${word(0)} > ${version})`);
  const length = word(1);
  if (length === 0 || length > longest) throw failed(`invalid header data length: ${length}`);
  if (word(3) !== 0) throw failed(`compressed save images are not supported yet; restore it with libvirt`);
  const cookie = word(4);
  const data = await host.readFile(path, { offset: headerSize, length: cookie > 0 && cookie < length ? cookie : length });
  const end = data.indexOf(0);
  return { xml: data.toString('utf8', 0, end < 0 ? data.length : end), wasRunning: word(2) === 1, offset: headerSize + length };
}

function failed(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_FAILED', detail, { domain: 'VIR_FROM_QEMU' });
}
