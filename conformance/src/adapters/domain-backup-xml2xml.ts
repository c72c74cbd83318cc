import { alignBackupDisks, formatDomainBackup, parseDomain, parseDomainBackup } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** A backup document, aligned with a guest whose disks are qcow2 images named after their targets. */
export const run: Adapter = async ({ input, internal, alignSuffix }, files) => {
  const options = { internal: internal === true };
  const backup = parseDomainBackup(await files.read(String(input)), options);
  const guest = parseDomain(
    `<domain type='test'><name>guest</name><memory>1024</memory><os><type arch='x86_64'>hvm</type></os></domain>`,
  );
  guest.devices.disks = [...(backup.disks ?? []).map(({ name }) => name), 'vdextradisk'].map((name) => ({
    device: 'disk',
    source: { type: 'file', file: `/fake/${name}.qcow2` },
    driver: { type: 'qcow2' },
    target: { dev: name, bus: 'virtio' },
  }));
  alignBackupDisks(backup, guest, String(alignSuffix));
  return { expected: formatDomainBackup(backup, options) };
};
