import { describe, expect, test } from '@jest/globals';
import type { Domain } from '@virtweave/core-conf';
import { orderDescriptorFiles } from '../../src/descriptors/index.ts';
import { firmwaresOf } from '../../src/firmware/index.ts';
import { guest, pciPlace } from './parse.ts';

describe('other buses', () => {
  const mice = (count: number): string => `<input type='mouse' bus='usb'/>`.repeat(count);

  test('hubs are added to new guests when the USB ports do not suffice', () => {
    const { devices } = guest('pc', mice(4), { newDefinition: true });
    expect(devices.hubs.map(({ address }) => address)).toEqual([{ type: 'usb', bus: 0, port: '1' }]);
    const ports = devices.inputs
      .filter(({ bus }) => bus === 'usb')
      .map(({ address }) => (address as { port?: string }).port);
    expect(ports).toEqual(['2', '1.1', '1.2', '1.3']);
  });

  test('hubs behind hubs serve before those of the next port', () => {
    const { devices } = guest('pc', mice(16), { newDefinition: true });
    const portOf = ({ address }: { address?: unknown }): string | undefined => (address as { port?: string }).port;
    expect(devices.hubs.map(portOf)).toEqual(['1', '2', '1.1']);
    const ports = devices.inputs.filter(({ bus }) => bus === 'usb').map(portOf);
    expect([ports[0], ports[6], ports[7], ports[15]]).toEqual(['1.2', '1.8', '1.1.1', '2.1']);
  });

  test('USB ports of old guests are left to their start', () => {
    expect(guest('pc', mice(1)).devices.inputs[0]?.address).toBeUndefined();
  });

  test('channels begin at port 1, and a second controller takes what the first cannot', () => {
    const channel = `<channel type='unix'><target type='virtio' name='a'/></channel>`;
    const { devices } = guest('pc', `<controller type='virtio-serial' index='0' ports='3'/>${channel.repeat(3)}`);
    expect(devices.channels.map(({ address }) => address)).toEqual([
      { type: 'virtio-serial', controller: 0, bus: 0, port: 1 },
      { type: 'virtio-serial', controller: 0, bus: 0, port: 2 },
      { type: 'virtio-serial', controller: 1, bus: 0, port: 1 },
    ]);
  });

  test('unit 7 of a SCSI bus is the controller', () => {
    const disks = ['sdh', 'sdp'].map(
      (name) => `<disk type='file'><source file='/${name}'/><target dev='${name}' bus='scsi'/></disk>`,
    );
    const { devices } = guest('pc', disks.join(''));
    expect(devices.disks.map(({ address }) => address)).toEqual([
      { type: 'drive', controller: 0, bus: 0, target: 0, unit: 8 },
      { type: 'drive', controller: 1, bus: 0, target: 0, unit: 0 },
    ]);
    expect(devices.controllers.filter(({ type }) => type === 'scsi').map(({ index, model }) => [index, model])).toEqual(
      [
        [0, 'lsilogic'],
        [1, 'lsilogic'],
      ],
    );
  });

  test('virtio devices of s390 are on the channel subsystem', () => {
    const { devices } = guest(
      's390-ccw-virtio',
      `<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk>`,
      { arch: 's390x' },
    );
    expect(devices.disks[0]?.address).toEqual({ type: 'ccw', cssid: 0xfe, ssid: 0, devno: 0 });
    expect(devices.panics).toEqual([{ model: 's390' }]);
  });
});

describe('documents of running guests', () => {
  const devices =
    `<graphics type='vnc' socket='/lib/domain-1-web/vnc.sock'/>` +
    `<channel type='unix'><source mode='bind' path='/run/channel/1-web/a'/><target type='virtio' name='a'/></channel>`;

  test('keep the sockets that were made for this run, definitions do not', () => {
    const running = guest('pc', devices, { inactive: false }).devices;
    expect(running.graphics[0]).toMatchObject({ listens: [{ type: 'socket', socket: '/lib/domain-1-web/vnc.sock' }] });
    expect(running.channels[0]?.source).toMatchObject({ path: '/run/channel/1-web/a' });
    const stopped = guest('pc', devices).devices;
    expect(stopped.graphics[0]).toMatchObject({ listens: [{ type: 'address' }], autoport: true });
    expect(stopped.channels[0]?.source).not.toHaveProperty('path');
  });
});

describe('defaults', () => {
  test('a serial port says what it is, and the console repeats it', () => {
    const models = [
      ['pc', 'x86_64'],
      ['virt', 'aarch64'],
      ['pseries', 'ppc64'],
    ].map(([machine, arch]) => {
      const { devices } = guest(machine ?? '', `<serial type='pty'/>`, { arch: arch ?? '' });
      return [devices.serials[0]?.target.type, devices.serials[0]?.target.model, devices.consoles[0]?.target.type];
    });
    expect(models).toEqual([
      ['isa-serial', 'isa-serial', 'serial'],
      ['system-serial', 'pl011', 'serial'],
      ['spapr-vio-serial', 'spapr-vty', 'serial'],
    ]);
  });

  test('PS/2 devices can be turned off', () => {
    expect(guest('pc', '').devices.inputs.map(({ type, bus }) => `${type} ${bus ?? ''}`)).toEqual([
      'mouse ps2',
      'keyboard ps2',
    ]);
    expect(guest('pc', '', { rest: `<features><ps2 state='off'/></features>` }).devices.inputs).toEqual([]);
  });

  test('sound goes where the screen allows it', () => {
    const audio = (graphics: string, env: Record<string, string> = {}): unknown =>
      guest('pc', graphics, { env }).devices.audios;
    expect(audio('')).toEqual([{ type: 'none', id: 1 }]);
    expect(audio(`<graphics type='vnc'/><graphics type='spice'/>`)).toEqual([{ type: 'spice', id: 1 }]);
    expect(audio(`<graphics type='sdl'/>`)).toEqual([]);
    expect(audio(`<graphics type='sdl'/>`, { QEMU_AUDIO_DRV: 'sdl', SDL_AUDIODRIVER: 'alsa' })).toEqual([
      { type: 'sdl', id: 1, driver: 'alsa' },
    ]);
  });
});

describe('firmware', () => {
  const descriptor = (code: string, features: readonly string[], machines: readonly string[] = ['pc-q35-*']): string =>
    JSON.stringify({
      'interface-types': ['uefi'],
      mapping: {
        device: 'flash',
        mode: 'split',
        executable: { filename: `/${code}.fd`, format: 'raw' },
        'nvram-template': { filename: `/${code}-vars.fd`, format: 'raw' },
      },
      targets: [{ architecture: 'x86_64', machines }],
      features,
    });
  const firmwares = firmwaresOf(
    orderDescriptorFiles([
      [
        { path: '/etc/40-own.json', text: '' },
        { path: '/etc/note.txt', text: 'x' },
      ],
      [
        { path: '/usr/50-secure.json', text: descriptor('secure', ['requires-smm', 'secure-boot', 'enrolled-keys']) },
        { path: '/usr/60-plain.json', text: descriptor('plain', []) },
        { path: '/usr/40-own.json', text: descriptor('masked', []) },
        { path: '/usr/45-broken.json', text: '{"firmware":' },
      ],
    ]),
  );
  const boot = (os: string, more: { firmware?: 'efi'; rest?: string } = {}): Domain =>
    guest('pc-q35-9.0', '', { os, firmwares, ...more });

  test('the first that fits is taken, hidden and broken descriptors are not', () => {
    const { os, features } = boot('', { firmware: 'efi' });
    expect(os).toMatchObject({
      firmware: 'efi',
      loader: { path: '/secure.fd', readonly: true, secure: true, type: 'pflash', format: 'raw' },
      nvram: { template: '/secure-vars.fd', templateFormat: 'raw', path: '/nvram/web_VARS.fd' },
      firmwareFeatures: [
        { enabled: true, name: 'enrolled-keys' },
        { enabled: true, name: 'secure-boot' },
      ],
    });
    expect(features?.smm?.state).toBe(true);
  });

  test('what the definition asks for decides', () => {
    expect(boot(`<loader secure='no'/>`, { firmware: 'efi' }).os.loader?.path).toBe('/plain.fd');
    expect(boot('', { firmware: 'efi', rest: `<features><smm state='off'/></features>` }).os.loader?.path).toBe(
      '/plain.fd',
    );
  });

  test('a loader that a descriptor knows brings its template', () => {
    const { os } = boot(`<loader readonly='yes' type='pflash'>/plain.fd</loader>`);
    expect(os).toMatchObject({ firmware: 'efi', nvram: { template: '/plain-vars.fd', path: '/nvram/web_VARS.fd' } });
  });

  test('a loader that nobody knows is left alone', () => {
    const { os } = boot(`<loader readonly='yes' type='pflash'>/own.fd</loader>`);
    expect(os.firmware).toBeUndefined();
    expect(os.nvram).toBeUndefined();
  });
});

test('a device of the host that is conventional PCI stands behind a bridge', () => {
  const source = `<source><address domain='0' bus='6' slot='18' function='0'/></source>`;
  const hostdev = `<hostdev mode='subsystem' type='pci'>${source}</hostdev>`;
  const place = (express: boolean): string | undefined => {
    const { devices } = guest('q35', `${hostdev}<controller type='usb' model='none'/><memballoon model='none'/>`, {
      hostPciDevice: () => ({ express }),
    });
    return devices.hostdevs[0] && pciPlace(devices.hostdevs[0]);
  };
  expect(place(true)).toBe('01:00.0');
  expect(place(false)).toBe('02:01.0');
});
