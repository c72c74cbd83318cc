import { describe, expect, test } from '@jest/globals';
import { FixtureHost } from '@virtweave/core-testkit';
import { readDescriptorFiles } from '../../src/descriptors/index.ts';
import { firmwaresOf, formatFirmwareDescriptor, parseFirmwareDescriptor, supportedFirmware } from '../../src/firmware/index.ts';

const flash = (name: string, more: object = {}): string =>
  JSON.stringify({
    description: name,
    'interface-types': ['uefi'],
    mapping: {
      device: 'flash',
      executable: { filename: `/${name}.fd`, format: 'raw' },
      'nvram-template': { filename: '/vars.fd', format: 'raw' },
    },
    targets: [{ architecture: 'x86_64', machines: ['pc-q35-*'] }],
    features: ['verbose-dynamic', 'acpi-s3', 'from-the-future'],
    tags: [],
    ...more,
  });

describe('firmware descriptors', () => {
  test('the user hides the administrator, and they the distribution', async () => {
    const host = new FixtureHost({
      files: {
        '/home/me/.config/qemu/firmware/50-a.json': flash('mine'),
        '/home/me/.config/qemu/firmware/60-b.json': '',
        '/etc/qemu/firmware/50-a.json': flash('hidden'),
        '/etc/qemu/firmware/60-b.json': flash('masked'),
        '/usr/share/qemu/firmware/10-c.json': '{"broken":',
        '/usr/share/qemu/firmware/.x.json': flash('dot'),
        '/usr/share/qemu/firmware/README': 'no',
      },
    });
    const paths = async (userConfig?: string): Promise<string[]> =>
      (await readDescriptorFiles(host, 'firmware', userConfig === undefined ? {} : { userConfig })).map(({ path }) => path);
    expect(await paths('/home/me/.config')).toEqual(['/usr/share/qemu/firmware/10-c.json', '/home/me/.config/qemu/firmware/50-a.json']);
    expect(await paths()).toEqual([
      '/usr/share/qemu/firmware/10-c.json', '/etc/qemu/firmware/50-a.json', '/etc/qemu/firmware/60-b.json',
    ]);
    expect(await readDescriptorFiles(host, 'vhost-user')).toEqual([]);
  });

  test('are written with what is known of them', () => {
    const descriptor = parseFirmwareDescriptor(flash('x'));
    expect(descriptor && formatFirmwareDescriptor(descriptor)).toEqual({
      'interface-types': ['uefi'],
      mapping: {
        device: 'flash',
        mode: 'split',
        executable: { filename: '/x.fd', format: 'raw' },
        'nvram-template': { filename: '/vars.fd', format: 'raw' },
      },
      targets: [{ architecture: 'x86_64', machines: ['pc-q35-*'] }],
      features: ['acpi-s3', 'verbose-dynamic'],
    });
  });

  test('tell together what a machine may boot', () => {
    const memory = { 'interface-types': ['bios'], mapping: { device: 'memory', filename: '/bios.bin' } };
    const texts = [
      flash('one'), flash('one'), flash('bios', memory), flash('safe', { features: ['secure-boot', 'requires-smm'] }),
      flash('kernel', { mapping: { device: 'kernel', filename: '/k' } }),
      flash('other', { targets: [{ architecture: 'i386', machines: ['pc-q35-*'] }] }),
    ];
    const firmwares = firmwaresOf(texts.map((text, i) => ({ path: `/${i}.json`, text })));
    expect(supportedFirmware(firmwares, 'pc-q35-9.0', 'x86_64')).toEqual({
      interfaces: ['bios', 'efi'],
      secure: true,
      images: [{ code: '/one.fd', nvram: '/vars.fd' }, { code: '/bios.bin' }, { code: '/safe.fd', nvram: '/vars.fd' }],
    });
    expect(supportedFirmware(firmwares, 'pc-q35-9.0', 'i686').images).toEqual([{ code: '/other.fd', nvram: '/vars.fd' }]);
    expect(supportedFirmware(firmwares, 'microvm', 'x86_64')).toEqual({ interfaces: [], secure: false, images: [] });
  });
});
