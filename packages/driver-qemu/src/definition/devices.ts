import type { Device, Domain } from '@virtweave/core-conf';
import { completeChannel, completeSerial } from './chardevs.ts';
import { completeController } from './controller-defaults.ts';
import { completeDisk } from './disks.ts';
import { completeGraphics } from './graphics.ts';
import { completeInterface } from './interfaces.ts';
import type { DefinitionContext } from './options.ts';
import { completePanic } from './panics.ts';
import { completeShmem } from './shmems.ts';
import { completeTpm } from './tpms.ts';
import { completeVideo } from './videos.ts';

/**
 * Defaults of one device (`qemuDomainDeviceDefPostParse`).
 *
 * @param inactive the document describes a stopped guest: sockets of an earlier run are not kept
 */
export function completeQemuDevice(item: Device, domain: Domain, context: DefinitionContext, inactive: boolean): void {
  switch (item.kind) {
    case 'disks':
      return completeDisk(item.device, context);
    case 'interfaces':
      return completeInterface(item.device, domain, context);
    case 'controllers':
      return completeController(item.device, domain, context);
    case 'serials':
      return completeSerial(item.device, domain);
    case 'channels':
      return inactive ? completeChannel(item.device, context) : undefined;
    case 'vsock':
      item.device.model ??= 'virtio';
      return;
    case 'redirdevs':
      if (item.device.source.type === 'dbus') item.device.source.channel ??= 'org.qemu.usbredir';
      return;
    case 'filesystems':
      if (item.device.driver?.type !== 'virtiofs') item.device.accessmode ??= 'passthrough';
      return;
    case 'sounds':
      if (item.device.model === 'virtio') item.device.streams ??= 2;
      return;
    case 'shmems':
      return completeShmem(item.device);
    case 'tpms':
      return completeTpm(item.device, domain);
    case 'panics':
      return completePanic(item.device, domain);
    case 'graphics':
      return completeGraphics(item.device, context, inactive);
    case 'videos':
      return completeVideo(item.device, domain, context);
    default:
  }
}
