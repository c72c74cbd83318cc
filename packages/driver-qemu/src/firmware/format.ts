import type { Json } from '../qmp/json.ts';
import type { FirmwareDescriptor, FirmwareMapping } from './descriptor.ts';
import { firmwareFeatures } from './features.ts';

/** The descriptor as JSON, with what libvirt knows of it: neither its description nor its tags (`qemuFirmwareFormat`). */
export function formatFirmwareDescriptor({ interfaces, mapping, targets, features }: FirmwareDescriptor): Json {
  return {
    'interface-types': [...interfaces],
    mapping: formatMapping(mapping),
    targets: targets.map(({ architecture, machines }) => ({ architecture, machines: [...machines] })),
    features: firmwareFeatures.filter((name) => features.has(name)),
  };
}

function formatMapping(mapping: FirmwareMapping): Json {
  if (mapping.device !== 'flash') return { ...mapping };
  const { device, mode, executable } = mapping;
  const flash = { device, mode, executable: { ...executable } };
  return mode === 'split' ? { ...flash, 'nvram-template': { ...mapping.nvramTemplate } } : flash;
}
