import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type Connection, type Domain } from '@virtweave/core-api';
import qemu from '@virtweave/driver-qemu';
import storage from '@virtweave/secondary-storage';
import { noQemu, QemuPlace } from './support/qemu-place.ts';

let place: QemuPlace;
let connection: Connection;
beforeEach(async () => {
  place = await QemuPlace.make();
  connection = await connect(`qemu:///embed?root=${place.root}`, { drivers: [qemu, storage] });
});
afterEach(async () => {
  await connection.close();
  await place.end();
});

const poolXml = (): string => `<pool type='dir'><name>images</name><target><path>${place.folder}/images</path></target></pool>`;
const volumeXml = `<volume><name>web.qcow2</name><capacity unit='MiB'>1</capacity><target><format type='qcow2'/></target></volume>`;
const disk = (volume: string): string =>
  `<disk type='volume'><driver name='qemu' type='qcow2'/><source pool='images' volume='${volume}'/><target dev='vda' bus='virtio'/></disk>`;
const guest = (name: string, volume = 'web.qcow2'): Promise<Domain> =>
  connection.defineXML(QemuPlace.sample({ name, devices: disk(volume) }));

(noQemu === undefined ? describe : describe.skip)(`disks that are volumes${noQemu === undefined ? '' : ` (${noQemu})`}`, () => {
  test('the storage driver tells the guest what they are', async () => {
    const pool = await connection.storagePoolDefineXML(poolXml());
    await pool.build();
    await pool.start();
    await pool.volCreateXML(volumeXml);
    const domain = await guest('web');
    await domain.start();
    expect(await domain.xml()).toMatch(/<disk type='volume' device='disk'>[^]*<source pool='images' volume='web.qcow2'/);
    const [pid] = await place.qemus();
    const image = join(place.folder, 'images', 'web.qcow2');
    expect(await readFile(`/proc/${pid}/cmdline`, 'latin1')).toContain(`"filename":"${image}"`);
    // The image is in use, whoever names it in whatever way.
    const same = disk('web.qcow2').replace("type='volume'", "type='file'").replace(/<source .*?\/>/, `<source file='${image}'/>`);
    const other = await connection.defineXML(QemuPlace.sample({ name: 'other', devices: same }));
    await expect(other.start()).rejects.toMatchObject({ message: expect.stringContaining("in use by domain 'web'") });
    await connection.close();

    connection = await connect(`qemu:///embed?root=${place.root}`, { drivers: [qemu, storage] });
    const again = await connection.lookupByName('other');
    await expect(again.start()).rejects.toMatchObject({ message: expect.stringContaining("in use by domain 'web'") });
  });

  test('pools that do not run and volumes that are not there are refused, and nothing is left', async () => {
    const domain = await guest('web');
    await expect(domain.start()).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_POOL' });
    const pool = await connection.storagePoolDefineXML(poolXml());
    await pool.build();
    await expect(domain.start()).rejects.toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      message: expect.stringContaining("storage pool 'images' containing volume 'web.qcow2' is not active"),
    });
    await pool.start();
    await expect(domain.start()).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
    expect((await domain.state()).state).toBe('shutoff');
    await pool.volCreateXML(volumeXml);
    await domain.start();
    await domain.destroy();
  });
});
