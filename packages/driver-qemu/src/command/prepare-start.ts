import type { Channel, Domain } from '@virtweave/core-conf';
import { assignUsbAddresses } from '../definition/usb-addresses.ts';
import { assignAliases } from './aliases.ts';
import type { CommandContext } from './context.ts';
import { isEmpty } from './node-numbers.ts';

/** What is known before the guest's resources are all prepared. */
export type StartContext = Pick<CommandContext, 'folders' | 'actualInterface'> &
  Partial<Pick<CommandContext, 'resources'>>;

/**
 * Fills in what a definition leaves open until the guest starts (`qemuProcessPrepareDomain`): USB ports of old
 * definitions, names of devices, sockets in the guest's folders. Changes the domain, which is the running guest's copy.
 */
export function prepareStart(domain: Domain, context: StartContext): void {
  const { resources } = context;
  if (resources !== undefined) {
    // A disk that may be missing, and is.
    domain.devices.disks = domain.devices.disks.filter(
      (disk) => disk.source.startupPolicy !== 'optional' || disk.device !== 'disk' || !isEmpty({ resources }, disk),
    );
  }
  assignUsbAddresses(domain);
  assignAliases(domain, context.actualInterface);
  for (const channel of domain.devices.channels) nameSocket(channel, context);
}

/** A channel without a path listens in a folder of its own. */
function nameSocket({ source, target, address }: Channel, { folders }: Pick<CommandContext, 'folders'>): void {
  if (source.type !== 'unix' || source.path !== undefined) return;
  let name: string | undefined;
  if (target.type === 'virtio') name = target.name;
  if (name === undefined && address?.type === 'virtio-serial') {
    name = `vioser-${address.controller}-${address.bus}-${address.port ?? 0}`;
  }
  if (name === undefined) return;
  source.mode = 'bind';
  source.path = `${folders.channelTarget}/${folders.shortName}/${name}`;
}
