import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noQemu, Place, until } from './support/real.ts';

const described = existsSync('/usr/share/qemu/vhost-user');
const reason = noQemu ?? (described ? undefined : 'no program for vhost-user devices is installed');
const withPrograms = reason === undefined ? describe : describe.skip;

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place.end());

/** Programs whose command names something below a folder. */
function workers(folder: string): string[] {
  const programs: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [program = '', ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.includes(`${folder}/`))) programs.push(program.replace(/.*\//, ''));
    } catch {
      // It has ended meanwhile.
    }
  }
  return [...new Set(programs)].sort();
}

const shared = `<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>`;
const document = (devices: string): string =>
  place.xml({ machine: 'q35', bus: 'sata', devices }).replace('<os>', `${shared}<os>`);

withPrograms(`programs that serve devices beside QEMU${reason === undefined ? '' : ` (${reason})`}`, () => {
  test('a shared folder has a virtiofsd for as long as the guest runs', async () => {
    const folder = join(place.folder, 'shared');
    await mkdir(folder);
    await writeFile(join(folder, 'file'), 'content');
    const connection = await place.open();
    const domain = await connection.defineXML(
      document(
        `<filesystem type='mount'><driver type='virtiofs'/><binary><sandbox mode='chroot'/></binary>` +
          `<source dir='${folder}'/><target dir='tag'/></filesystem>`,
      ),
    );
    await domain.start({ paused: true });
    expect(workers(place.folder)).toEqual(['qemu-system-x86_64', 'virtiofsd']);
    await domain.destroy();
    await until(() => workers(place.folder).length === 0);
    expect(workers(place.folder)).toEqual([]);
  });

  test('a start that fails leaves none', async () => {
    const connection = await place.open();
    const domain = await connection.defineXML(
      document(
        `<filesystem type='mount'><driver type='virtiofs'/><binary><sandbox mode='chroot'/></binary>` +
          `<source dir='${place.folder}/'/><target dir='tag'/></filesystem>`,
      )
        .replace('<domain ', `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' `)
        .replace('</domain>', `<qemu:commandline><qemu:arg value='-nonsense'/></qemu:commandline></domain>`),
    );
    await expect(domain.start()).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    expect(workers(place.folder)).toEqual([]);
  });

  test('a video card may be played by a program', async () => {
    const connection = await place.open();
    const domain = await connection.defineXML(
      document(`<video><driver name='vhostuser'/><model type='virtio' heads='1' primary='yes'/></video><graphics type='vnc'/>`).replace(
        `<video><model type='vga'/></video>`,
        '',
      ),
    );
    // QEMU reaches it, and says then that such a card needs KVM.
    await expect(domain.start()).rejects.toThrow(/requires kvm/);
    expect(workers(place.folder)).toEqual([]);
  });
});
