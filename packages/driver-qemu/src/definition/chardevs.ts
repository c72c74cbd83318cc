import type { Domain, Serial, SerialType } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';

/** What the guest sees for each type of serial port. */
const models: { readonly [T in SerialType]?: string } = {
  'isa-serial': 'isa-serial',
  'usb-serial': 'usb-serial',
  'pci-serial': 'pci-serial',
  'spapr-vio-serial': 'spapr-vty',
  'sclp-serial': 'sclpconsole',
  'isa-debug': 'isa-debugcon',
};

/** Type and model of a serial port (`qemuDomainChrDefPostParse`). */
export function completeSerial(serial: Serial, domain: Domain): void {
  const { target, address } = serial;
  if (target.type === undefined) {
    const type = typeByAddress(address?.type) ?? typeByBoard(domain);
    if (type === undefined) return;
    target.type = type;
  }
  if (target.model !== undefined) return;
  const model = target.type === 'system-serial' ? systemModel(domain) : models[target.type];
  if (model !== undefined) target.model = model;
}

function typeByAddress(address: string | undefined): SerialType | undefined {
  switch (address) {
    case 'isa':
      return 'isa-serial';
    case 'usb':
      return 'usb-serial';
    case 'pci':
      return 'pci-serial';
    case 'spapr-vio':
      return 'spapr-vio-serial';
    default:
      return undefined;
  }
}

function typeByBoard(domain: Domain): SerialType | undefined {
  switch (boardOf(domain)) {
    case 'pseries':
      return 'spapr-vio-serial';
    case 's390-ccw':
      return 'sclp-serial';
    case 'arm-virt':
    case 'riscv-virt':
    case 'loongarch-virt':
      return 'system-serial';
    default:
      return isX86(domain.os.type.arch ?? '') ? 'isa-serial' : undefined;
  }
}

function systemModel(domain: Domain): string {
  return boardOf(domain) === 'arm-virt' ? 'pl011' : '16550a';
}
