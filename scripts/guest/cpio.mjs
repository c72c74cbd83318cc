/**
 * Writes a cpio archive of the "newc" kind, which Linux takes as an initramfs. With this no cpio program is needed, and
 * device nodes and owners need no root.
 *
 * @param {readonly {path: string, mode: number, data?: Uint8Array|string, device?: readonly [number, number]}[]} entries
 *   `mode` with the type bits (0o100755 a program, 0o040755 a folder, 0o120777 a link whose `data` is its target)
 * @returns {Buffer}
 */
export function cpio(entries) {
  const parts = [];
  let inode = 1;
  const add = ({ path, mode, data = '', device = [0, 0] }) => {
    const body = Buffer.from(data);
    const name = Buffer.from(`${path}\0`);
    const links = (mode & 0o170000) === 0o040000 ? 2 : 1;
    // inode, mode, uid, gid, links, mtime, size, device of the file (2), device that it is (2), length of the name, checksum
    const fields = [inode++, mode, 0, 0, links, 0, body.length, 0, 0, ...device, name.length, 0];
    const header = Buffer.from(`070701${fields.map((n) => n.toString(16).padStart(8, '0')).join('')}`);
    parts.push(header, name, padding(header.length + name.length), body, padding(body.length));
  };
  entries.forEach(add);
  add({ path: 'TRAILER!!!', mode: 0 });
  return Buffer.concat(parts);
}

const padding = (length) => Buffer.alloc(-length & 3);
