import type { HostPciAddress, ParseOptions } from '@virtweave/core-conf';
import type { HostPciDevice, QemuDefinitionConfig, QemuDefinitionOptions } from '@virtweave/driver-qemu/definition';
import { readDescriptorFiles } from '@virtweave/driver-qemu/descriptors';
import { firmwaresOf, type FirmwareDescriptor } from '@virtweave/driver-qemu/firmware';
import type { CaseFiles } from '../adapter.ts';
import { hostWithDescriptors } from './descriptors.ts';
import { capabilitiesForCase, type CaseCapabilities } from './capabilities.ts';

/** Random bytes of the pretended host: 0, 1, 2, ... */
export function countingBytes(bytes: Uint8Array): void {
  bytes.forEach((_, index) => {
    bytes[index] = index & 0xff;
  });
}

/** Settings of the pretended host. */
export const pretendedConfig: QemuDefinitionConfig = {
  nvramDir: '/var/lib/libvirt/qemu/nvram',
  channelTargetDir: '/var/run/libvirt/qemu/channel',
  libDir: '/var/lib/libvirt/qemu',
  firmwarePairs: [
    { code: '/usr/share/OVMF/OVMF_CODE.fd', vars: '/usr/share/OVMF/OVMF_VARS.fd' },
    { code: '/usr/share/OVMF/OVMF_CODE.secboot.fd', vars: '/usr/share/OVMF/OVMF_VARS.fd' },
    { code: '/usr/share/AAVMF/AAVMF_CODE.fd', vars: '/usr/share/AAVMF/AAVMF_VARS.fd' },
    { code: '/usr/share/AAVMF/AAVMF32_CODE.fd', vars: '/usr/share/AAVMF/AAVMF32_VARS.fd' },
  ],
};

/** How a case of the QEMU suites reads its document: capabilities, driver settings and the pretended host. */
export async function definitionOptionsForCase(
  testCase: Readonly<Record<string, unknown>>,
  files: CaseFiles,
): Promise<QemuDefinitionOptions & Omit<ParseOptions, 'driver'>> {
  const capabilities = await capabilitiesForCase(
    testCase['caps'] as CaseCapabilities,
    files,
    testCase['gic'] as 'none' | 'v2' | 'v3' | 'both' | undefined,
  );
  const flags = (testCase['parseFlags'] ?? []) as readonly string[];
  return {
    capabilities,
    hostArch: String(testCase['arch']),
    config: { ...pretendedConfig, ...(testCase['driverConfig'] as Partial<QemuDefinitionConfig> | undefined) },
    env: (testCase['env'] ?? {}) as Record<string, string>,
    newDefinition: flags.includes('ABI_UPDATE'),
    firmwares: await installedFirmware(files),
    securityModel: 'none',
    inactive: flags.includes('INACTIVE'),
    random: countingBytes,
    hostPciDevice: await hostPciDevices(files),
  };
}

interface PciFact {
  readonly address: string;
  readonly express?: boolean;
  readonly iommuGroup?: number;
}

let pciFacts: Promise<ReadonlyMap<string, PciFact>> | undefined;

async function hostPciDevices(files: CaseFiles): Promise<(address: HostPciAddress) => HostPciDevice | undefined> {
  pciFacts ??= files
    .read('common/facts/pci-devices.json')
    .then((text) => (JSON.parse(text) as { devices: PciFact[] }).devices)
    .then((devices) => new Map(devices.map((device) => [device.address, device])));
  const known = await pciFacts;
  const hex = (value: number | undefined, width: number): string => (value ?? 0).toString(16).padStart(width, '0');
  return ({ domain, bus, slot, function: fn }) => {
    const found = known.get(`${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${fn ?? 0}`);
    return found === undefined
      ? undefined
      : {
          express: found.express ?? false,
          ...(found.iommuGroup === undefined ? {} : { iommuGroup: found.iommuGroup }),
        };
  };
}

let firmware: Promise<readonly FirmwareDescriptor[]> | undefined;

/** What a privileged driver finds in `/etc` and `/usr/share` of the pretended host. */
function installedFirmware(files: CaseFiles): Promise<readonly FirmwareDescriptor[]> {
  firmware ??= hostWithDescriptors(files, 'qemufirmwaredata')
    .then((host) => readDescriptorFiles(host, 'firmware'))
    .then(firmwaresOf);
  return firmware;
}
