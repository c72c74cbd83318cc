import type { XmlWriter } from '@virtweave/core-util/xml';
import { CommandError } from '../../errors.ts';

/** `<address>` as attribute and value. */
export type DeviceAddress = Readonly<Record<string, string>>;

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

type Build = (parts: readonly number[], multifunction: boolean) => DeviceAddress;

const drive: Build = ([controller = 0, bus = 0, unit = 0]) => ({
  type: 'drive',
  controller: String(controller),
  bus: String(bus),
  unit: String(unit),
});

/** How an address of each kind is written on the command line: number of parts, their base, and what becomes of them. */
const kinds: Readonly<Record<string, { parts: number; radix: number; build: Build }>> = {
  pci: {
    parts: 4,
    radix: 16,
    build: ([domain = 0, bus = 0, slot = 0, fn = 0], multifunction) => ({
      type: 'pci',
      domain: hex(domain, 4),
      bus: hex(bus, 2),
      slot: hex(slot, 2),
      function: hex(fn, 1),
      ...(multifunction && { multifunction: 'on' }),
    }),
  },
  ccw: {
    parts: 3,
    radix: 16,
    build: ([cssid = 0, ssid = 0, devno = 0]) => ({
      type: 'ccw',
      cssid: hex(cssid, 2),
      ssid: hex(ssid, 1),
      devno: hex(devno, 4),
    }),
  },
  ide: { parts: 3, radix: 10, build: drive },
  scsi: { parts: 3, radix: 10, build: drive },
  sata: { parts: 3, radix: 10, build: drive },
  usb: { parts: 2, radix: 10, build: ([bus = 0, port = 0]) => ({ type: 'usb', bus: String(bus), port: String(port) }) },
};

/** What a disk may be plugged into, by the beginning of its target's name. */
const fitting: Readonly<Record<string, { kinds: readonly string[]; expected: string }>> = {
  vd: { kinds: ['pci', 'ccw'], expected: 'expecting a pci:0000.00.00.00 or ccw:00.0.0000 address.' },
  sd: { kinds: ['scsi', 'usb', 'sata'], expected: 'expecting a scsi:00.00.00 or usb:00.00 or sata:00.00.00 address.' },
  hd: { kinds: ['ide'], expected: 'expecting an ide:00.00.00 address.' },
};

/**
 * Reads `pci:0000.00.04.0`, `scsi:0.0.1` and so on; a target that starts with `vd`, `sd` or `hd` wants a kind that fits.
 *
 * @throws CommandError
 */
export function addressFor(target: string, written: string, multifunction: boolean): DeviceAddress | undefined {
  const [name = '', ...others] = written.split(':');
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const parts = others.join(':').split(/[.:]/);
  const values = parts.map((part) => parse(part, kind?.radix ?? 10));
  if (!kind || parts.length !== kind.parts || values.includes(undefined)) throw new CommandError('Invalid address.');
  const fits = fitting[target.slice(0, 2)];
  if (!fits) return undefined;
  if (!fits.kinds.includes(name)) throw new CommandError(fits.expected);
  return kind.build(values as number[], multifunction);
}

function parse(part: string, radix: number): number | undefined {
  const digits = radix === 16 ? /^(0x)?[0-9a-f]{1,8}$/i : /^\d{1,9}$/;
  return digits.test(part) ? Number.parseInt(part, radix) : undefined;
}

export function writeAddress(w: XmlWriter, address: DeviceAddress): void {
  w.open('address');
  for (const [name, value] of Object.entries(address)) w.attr(name, value);
  w.close();
}
