import type { Domain } from '@virtweave/core-conf';
import { unsupported } from './refuse.ts';

/** Names in QEMU's firmware configuration that are not its own (`qemuValidateDomainDefSysinfo`). */
export function validateSysinfo({ sysinfos }: Domain): void {
  for (const sysinfo of sysinfos) {
    if (sysinfo.type !== 'fwcfg') continue;
    for (const { name } of sysinfo.entries ?? []) {
      if (name === '' || !name.startsWith('opt/')) throw unsupported('Invalid firmware name');
      if (name.startsWith('opt/ovmf/') || name.startsWith('opt/org.qemu/')) {
        throw unsupported('That firmware name is reserved');
      }
    }
  }
}
