import type { Channel, Domain, Serial, SerialType } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

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
  // Older documents say so of a port that is the board's own.
  if (target.type === 'isa-serial' && boardOf(domain) === 'arm-virt') target.type = 'system-serial';
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

/**
 * A socket path that was made for an earlier run is dropped, as the next run has its own
 * (`qemuDomainChrDefDropDefaultPath`).
 */
export function completeChannel({ source, target }: Channel, { config }: DefinitionContext): void {
  if (source.type !== 'unix' || target.type !== 'virtio') return;
  const { path } = source;
  if (path === undefined) return;
  const prefix = `${config.channelTargetDir}/`;
  const folders = [
    prefix,
    config.libDir === undefined ? prefix : `${config.libDir}/channel/target/`,
    `${prefix}target/`,
    config.libDir === undefined ? prefix : `${config.libDir}/channel/`,
  ];
  const rest = folders
    .map((folder) => (path.startsWith(folder) ? path.slice(folder.length) : undefined))
    .find((part) => part !== undefined);
  if (rest === undefined || target.name === undefined || !rest.endsWith(target.name)) return;
  if (/^([^/]+\.|(domain-[^/]+|[0-9]+-[^/]+)\/)$/.test(rest.slice(0, rest.length - target.name.length)))
    delete source.path;
}
