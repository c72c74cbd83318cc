import type { Serial } from '../devices/chardev.ts';
import type { Domain } from '../domain.ts';
import { highest } from './highest.ts';

/**
 * The first `<console>` of a machine is another view of its first serial port: whichever is missing is made from the
 * other.
 */
export function completeConsoles({ os, devices }: Domain): void {
  if (os.type.type !== 'hvm') return;
  const { consoles, serials } = devices;
  const first = consoles[0];
  if (first === undefined || (first.target.type ?? 'serial') !== 'serial') {
    const serial = serials[0];
    if (serial !== undefined && isPlainSerial(serial)) {
      consoles.unshift({ source: { type: serial.source.type } as typeof serial.source, target: { type: 'serial', port: 0 } });
    }
  } else {
    first.target.type = 'serial';
    if (serials.length === 0) {
      const { target: _, ...rest } = first;
      serials.push({ ...structuredClone(rest), target: {} });
    }
  }
  let last = highest(serials, ({ target }) => target.port ?? -1);
  for (const { target } of serials) target.port ??= last += 1;
  consoles.forEach((console, index) => {
    if (index > 0 || console.target.type !== 'serial') console.target.port = index;
  });
  repeatSerialInConsole({ devices });
}

/** The first console says what the first serial port says. */
export function repeatSerialInConsole({ devices }: Pick<Domain, 'devices'>): void {
  const { consoles, serials } = devices;
  const serial = serials[0];
  const console = consoles[0];
  if (serial !== undefined && console?.target.type === 'serial') {
    const { target: _s, ...source } = serial;
    consoles[0] = { ...structuredClone(source), target: { type: 'serial', port: serial.target.port ?? 0 } };
  }
}

/** The port that a console could be another view of. */
function isPlainSerial({ target, address }: Serial): boolean {
  if (target.type === undefined) return address?.type !== 'usb' && address?.type !== 'pci';
  return ['isa-serial', 'sclp-serial', 'spapr-vio-serial', 'system-serial'].includes(target.type);
}
