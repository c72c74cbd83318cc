import type { Device, Domain } from '@virtweave/core-conf';
import { completeController } from './controller-defaults.ts';
import { completeDisk } from './disks.ts';
import { completeInterface } from './interfaces.ts';
import type { DefinitionContext } from './options.ts';
import { completeVideo } from './videos.ts';

/** Defaults of one device (`qemuDomainDeviceDefPostParse`). */
export function completeQemuDevice(item: Device, domain: Domain, context: DefinitionContext): void {
  switch (item.kind) {
    case 'disks':
      return completeDisk(item.device, context);
    case 'interfaces':
      return completeInterface(item.device, domain, context);
    case 'controllers':
      return completeController(item.device, domain, context);
    case 'videos':
      return completeVideo(item.device, domain, context);
    default:
  }
}
