import { describe, expect, test } from '@jest/globals';
import type { Controller, Domain } from '@virtweave/core-conf';
import { guest, pciPlace, written } from './parse.ts';

const disk = (name: string): string =>
  `<disk type='file'><source file='/${name}'/><target dev='${name}' bus='virtio'/></disk>`;
const nic = (model: string): string =>
  `<interface type='user'><mac address='52:54:00:00:00:01'/><model type='${model}'/></interface>`;
const pciControllers = ({ devices }: Domain): Controller[] => devices.controllers.filter(({ type }) => type === 'pci');

describe('conventional PCI', () => {
  test('a pc has its chips in slot 1 and its screen in slot 2; the rest follows by kind', () => {
    const { devices } = guest('pc', `${disk('vda')}${nic('virtio')}<graphics type='vnc'/>`);
    expect(devices.controllers.map(({ type, model }) => `${type} ${model ?? ''}`)).toEqual([
      'usb piix3-uhci',
      'pci pci-root',
    ]);
    expect(devices.controllers[0] && pciPlace(devices.controllers[0])).toBe('00:01.2');
    expect(devices.videos.map(pciPlace)).toEqual(['00:02.0']);
    expect(devices.interfaces.map(pciPlace)).toEqual(['00:03.0']);
    expect(devices.disks.map(pciPlace)).toEqual(['00:04.0']);
    expect(devices.memballoon && pciPlace(devices.memballoon)).toBe('00:05.0');
  });

  test('slot 2 is free for others without a screen, and places that are taken are left out', () => {
    const taken = `<interface type='user'><model type='e1000'/><address type='pci' slot='3'/></interface>`;
    const { devices } = guest('pc', `${nic('e1000')}${taken}${nic('e1000')}`);
    expect(devices.interfaces.map(pciPlace)).toEqual(['00:02.0', '00:03.0', '00:04.0']);
  });

  test('a bridge is added when the root is full, and one slot kept for the next', () => {
    const { devices } = guest('pc', Array.from({ length: 30 }, () => nic('e1000')).join(''));
    const bridges = devices.controllers.filter(({ model }) => model === 'pci-bridge');
    expect(bridges.map(({ index, target, modelName }) => ({ index, target, modelName }))).toEqual([
      { index: 1, target: { chassisNr: 1 }, modelName: 'pci-bridge' },
    ]);
    expect(devices.interfaces.at(-1) && pciPlace(devices.interfaces.at(-1) as never)).toBe('01:01.0');
  });
});

describe('PCI Express', () => {
  test('each device has a root port; the ports share slots, and one is spare for plugging in', () => {
    const domain = guest('q35', `${disk('vda')}${nic('virtio')}<memballoon model='none'/>`);
    const ports = pciControllers(domain).slice(1);
    expect(ports.map(pciPlace)).toEqual(['00:01.0', '00:01.1', '00:01.2', '00:01.3']);
    expect(ports.map(({ target }) => target)).toEqual([8, 9, 10, 11].map((port, i) => ({ chassis: i + 1, port })));
    expect(ports[0]?.address).toMatchObject({ multifunction: true });
    expect(domain.devices.interfaces.map(pciPlace)).toEqual(['01:00.0']);
    expect(domain.devices.disks.map(pciPlace)).toEqual(['03:00.0']);
    expect(domain.devices.watchdogs).toEqual([{ model: 'itco', action: 'reset' }]);
  });

  test('conventional devices stand behind a bridge on a port of its own', () => {
    const domain = guest('q35', nic('e1000'));
    const bridge = pciControllers(domain).find(({ model }) => model === 'pcie-to-pci-bridge');
    expect(bridge && pciPlace(bridge)).toBe('01:00.0');
    expect(domain.devices.interfaces.map(pciPlace)).toEqual(['02:01.0']);
  });

  test('who names a controller gets no spare port', () => {
    const domain = guest(
      'q35',
      `<controller type='pci' model='pcie-root-port'/><controller type='usb' model='none'/><memballoon model='none'/>`,
    );
    expect(pciControllers(domain).map(({ index }) => index)).toEqual([0, 1]);
  });

  test('the parts of a USB 2 controller are functions of one slot', () => {
    const parts = ['ich9-uhci2', 'ich9-ehci1', 'ich9-uhci1'].map(
      (model) => `<controller type='usb' index='0' model='${model}'/>`,
    );
    const usb = guest('q35', parts.join('')).devices.controllers.filter(({ type }) => type === 'usb');
    expect(usb.map((one) => [one.model, pciPlace(one), one.master?.startport])).toEqual([
      ['ich9-ehci1', '00:1d.7', undefined],
      ['ich9-uhci2', '00:1d.1', 2],
      ['ich9-uhci1', '00:1d.0', 0],
    ]);
  });
});

test('a place that is taken twice is refused', () => {
  const at = `<address type='pci' slot='5'/>`;
  const one = `<interface type='user'><mac address='52:54:00:00:00:01'/><model type='e1000'/>${at}</interface>`;
  expect(() => guest('pc', one + one)).toThrow(/double use of PCI Address 0000:00:05\.0/);
});

test('what is complete does not change when it is read again', () => {
  for (const machine of ['pc', 'q35']) {
    const once = written(guest(machine, `${disk('vda')}${nic('e1000')}<graphics type='spice'/><serial type='pty'/>`));
    const devices = once.slice(once.indexOf('<devices>') + '<devices>'.length, once.indexOf('</devices>'));
    const again = written(guest(machine, devices));
    expect(again.slice(again.indexOf('<devices>'))).toBe(once.slice(once.indexOf('<devices>')));
  }
});
