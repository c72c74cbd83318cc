import { formatDomain, type Domain } from '@virtweave/core-conf';
import { parseQemuDefinition, type QemuDefinitionOptions } from '../../src/definition/index.ts';

/** Reads a guest of one gibibyte with these devices. */
export function guest(
  machine: string,
  devices: string,
  options: Partial<QemuDefinitionOptions> & {
    readonly arch?: string;
    readonly rest?: string;
    readonly os?: string;
    readonly firmware?: 'efi' | 'bios';
    readonly inactive?: boolean;
  } = {},
): Domain {
  const { arch = 'x86_64', rest = '', os = '', firmware, ...more } = options;
  return parseQemuDefinition(
    `<domain type='qemu'><name>web</name><uuid>1ccfd97d-5eb4-478a-bbe6-88d254c16db7</uuid>` +
      `<memory unit='GiB'>1</memory>` +
      `<os${firmware === undefined ? '' : ` firmware='${firmware}'`}>` +
      `<type arch='${arch}' machine='${machine}'>hvm</type>` +
      `${os}</os>${rest}<devices>${devices}</devices></domain>`,
    {
      capabilities: undefined,
      hostArch: 'x86_64',
      config: { nvramDir: '/nvram', channelTargetDir: '/run/channel', libDir: '/lib' },
      ...more,
    },
  );
}

/** Where a device with a PCI address is, such as `02:00.0`. */
export function pciPlace({ address }: { address?: unknown }): string | undefined {
  const {
    type,
    bus,
    slot,
    function: fn,
  } = (address ?? {}) as { type?: string; bus: number; slot: number; function: number };
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  return type === 'pci' ? `${hex(bus)}:${hex(slot)}.${fn}` : undefined;
}

/** The document as it is kept. */
export const written = (domain: Domain): string => formatDomain(domain, { secure: true });
