/**
 * Names of the shared libraries that a program or library of 64-bit ELF wants (DT_NEEDED), and its interpreter.
 *
 * @param {Buffer} file
 * @returns {{needed: string[], interpreter: string|undefined}}
 */
export function elfNeeds(file) {
  if (file.toString('latin1', 0, 4) !== '\x7fELF' || file[4] !== 2) throw new Error('this is no 64-bit ELF file');
  const number = (at) => Number(file.readBigUInt64LE(at));
  const text = (at) => file.toString('latin1', at, file.indexOf(0, at));
  const headers = number(0x28);
  const section = (index) => {
    const at = headers + index * file.readUInt16LE(0x3a);
    return { type: file.readUInt32LE(at + 4), offset: number(at + 24), size: number(at + 32), link: file.readUInt32LE(at + 40) };
  };
  const needed = [];
  for (let index = 0; index < file.readUInt16LE(0x3c); index++) {
    const { type, offset, size, link } = section(index);
    if (type !== 6) continue; // SHT_DYNAMIC
    const strings = section(link).offset;
    for (let at = offset; at < offset + size && number(at) !== 0; at += 16) {
      if (number(at) === 1) needed.push(text(strings + number(at + 8))); // DT_NEEDED
    }
  }
  let interpreter;
  for (let index = 0; index < file.readUInt16LE(0x38); index++) {
    const at = number(0x20) + index * file.readUInt16LE(0x36);
    if (file.readUInt32LE(at) === 3) interpreter = text(number(at + 8)); // PT_INTERP
  }
  return { needed, interpreter };
}
