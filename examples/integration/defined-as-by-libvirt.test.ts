import { expect, test } from '@jest/globals';
import { connect } from '@virtweave/core-api';
import driver from '@virtweave/driver-qemu';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const read = (name: string): Promise<string> => readFile(new URL(`../documents/${name}`, import.meta.url), 'utf8');

/** What depends on the QEMU at hand, and what libvirt 9.0 did not write yet (it does since 9.1). */
function comparable(xml: string): readonly string[] {
  return xml
    .replace(/pc-q35-[\d.]+/, 'pc-q35')
    .replace(/\s*<watchdog model='itco' action='reset'\/>/, '')
    .trim()
    .split('\n');
}

test('the document of virt-install, defined by us, is what libvirt makes of it, address by address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'virtweave-defined-'));
  try {
    const connection = await connect(`qemu:///embed?root=${folder}`, { drivers: [driver] });
    const domain = await connection.defineXML(await read('virt-install.xml'));
    const ours = await domain.xml();
    await connection.close();
    expect(comparable(ours)).toEqual(comparable(await read('virt-install.defined-by-libvirt.xml')));
  } finally {
    await rm(folder, { recursive: true });
  }
});
