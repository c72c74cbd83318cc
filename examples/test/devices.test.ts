import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { deviceAddresses } from '../src/main-job/devices.ts';

test('devices with their addresses, as libvirt gave them', async () => {
  const file = new URL('../documents/virt-install.defined-by-libvirt.xml', import.meta.url);
  const lines = deviceAddresses(await readFile(file, 'utf8')).map((line) => line.replace(/ +/g, ' '));
  expect(lines).toContain('disk file vda pci 0000:03:00.0');
  expect(lines).toContain('controller usb ich9-ehci1 0 pci 0000:00:1d.7');
  expect(lines).toContain('channel unix org.qemu.guest_agent.0 virtio-serial controller=0 bus=0 port=1');
  expect(lines).toContain('input tablet usb bus=0 port=1');
});
