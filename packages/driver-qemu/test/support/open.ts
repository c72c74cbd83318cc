import { connect, type Connection, type ConnectOptions } from '@virtweave/core-api';
import type { Host } from '@virtweave/core-util';
import driver from '../../src/index.ts';

export const URI = 'qemu:///embed?root=/root';

/** Opens the embedded root `/root` of a pretended machine. */
export function open(host: Host, options: ConnectOptions = {}): Promise<Connection> {
  return connect(URI, { drivers: [driver], host, ...options });
}

export const UUID = {
  web: '11111111-1111-4111-8111-111111111111',
  db: '22222222-2222-4222-8222-222222222222',
} as const;

/** An ordinary small guest. */
export function guestXml(name: string = 'web', options: { uuid?: string; memory?: number; disk?: string; devices?: string } = {}): string {
  const { uuid = name in UUID ? UUID[name as keyof typeof UUID] : undefined, memory = 64, disk = '/images/web.img', devices = '' } = options;
  return `<domain type='qemu'>
  <name>${name}</name>
  ${uuid === undefined ? '' : `<uuid>${uuid}</uuid>`}
  <memory unit='MiB'>${memory}</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${disk}'/>
      <target dev='hda' bus='ide'/>
    </disk>
    <serial type='pty'/>
    ${devices}
  </devices>
</domain>`;
}
