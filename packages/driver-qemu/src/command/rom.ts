import type { DeviceInfo } from '@virtweave/core-conf';
import type { Props } from './json.ts';

/** The option ROM of a PCI device. */
export function romProps({ rom }: DeviceInfo): Props {
  if (rom === undefined) return {};
  if (rom.enabled === false) return { romfile: '' };
  return { rombar: rom.bar === undefined ? undefined : rom.bar ? 1 : 0, romfile: rom.file };
}
