import type { RedirfilterUsbdev } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import { deviceBootIndex } from './boot-index.ts';
import type { CommandBuilder } from './builder.ts';
import { addChardev } from './chardevs.ts';

/** USB devices of viewers. */
export function redirdevs(build: CommandBuilder): void {
  const { domain } = build;
  const filter = domain.devices.redirfilter?.usbdevs.map(rule).join('|');
  build.devices('redirdev', domain.devices.redirdevs, (device) => {
    const chardev = addChardev(build, device.alias ?? '', device.source);
    build.device({
      driver: 'usb-redir',
      chardev,
      id: device.alias,
      filter: filter === undefined || filter === '' ? undefined : filter,
      bootindex: deviceBootIndex(build, device),
      ...addressProps(domain, device),
    });
  });
}

/** `class:vendor:product:version:allow`; -1 stands for any. */
function rule({ class: usbClass, vendor, product, version, allow }: RedirfilterUsbdev): string {
  const number = (value: number | undefined, width: number): string =>
    value === undefined || value < 0 ? '-1' : `0x${hex(value, width)}`;
  return [number(usbClass, 2), number(vendor, 4), number(product, 4), bcd(version), allow ? '1' : '0'].join(':');
}

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');

/** Version `1.10` as USB writes it, 0x0110. */
function bcd(version: string | undefined): string {
  if (version === undefined || version === '-1') return '-1';
  const [major = '0', minor = '0'] = version.split('.');
  const digits = (text: string): number => Math.floor(Number(text) / 10) * 16 + (Number(text) % 10);
  return `0x${hex(digits(major) * 256 + digits(minor), 4)}`;
}
