import type { UserFamilies } from '@virtweave/core-api';
import { commandNames } from '../commands/groups.ts';
import type { Shell } from '../shell.ts';

type Values = (families: UserFamilies, given: ReadonlyMap<string, readonly string[]>) => Promise<readonly string[]> | readonly string[];

const words =
  (...list: readonly string[]): Values =>
  () =>
    list;

/** What an option's `complete` names. Listing asks the connection, when it is there. */
const values: Readonly<Record<string, Values>> = {
  command: () => commandNames(),
  domain: async ({ hypervisor }) => (await hypervisor.connectListAllDomains(0)).map(({ name }) => name),
  'domain-uuid': async ({ hypervisor }) => (await hypervisor.connectListAllDomains(0)).map(({ uuid }) => uuid),
  network: async ({ network }) => (await network.connectListAllNetworks(0)).map(({ name }) => name),
  pool: async ({ storage }) => (await storage.connectListAllStoragePools(0)).map(({ name }) => name),
  interface: async (families) => (await families.interface.connectListAllInterfaces(0)).map(({ name }) => name),
  nodedev: async ({ nodeDevice }) => (await nodeDevice.connectListAllNodeDevices(0)).map(({ name }) => name),
  secret: async ({ secret }) => (await secret.connectListAllSecrets(0)).map(({ uuid }) => uuid),
  nwfilter: async ({ nwfilter }) => (await nwfilter.connectListAllNWFilters(0)).map(({ name }) => name),
  'shutdown-mode': words('acpi', 'agent', 'initctl', 'signal', 'paravirt'),
  'disk-bus': words('ide', 'fdc', 'scsi', 'virtio', 'xen', 'usb', 'uml', 'sata', 'sd'),
  'disk-cache': words('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'),
  'disk-io': words('native', 'threads', 'io_uring'),
  'disk-device': words('disk', 'cdrom', 'floppy', 'lun'),
  'image-format': words('raw', 'qcow2', 'qed', 'vmdk', 'vdi', 'vhdx', 'vpc'),
};

/** @returns nothing where there is nothing to offer, or the connection has no such objects */
export async function valuesFor(
  shell: Shell,
  kind: string,
  given: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  const find = values[kind];
  if (!find) return [];
  try {
    return await find(await shell.families(), given);
  } catch {
    return []; // completion that cannot be had is no error
  }
}
