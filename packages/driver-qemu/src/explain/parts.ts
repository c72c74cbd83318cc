import { sourcePath, type Domain } from '@virtweave/core-conf';
import type { QemuArgument } from '../command/index.ts';

/** What the guest's document does not say: the driver adds it to every guest. */
const own: Readonly<Record<string, string>> = {
  '-S': 'nothing runs before all is set',
  '-no-user-config': `no configuration of QEMU's own`,
  '-nodefaults': 'no devices that the document does not have',
  '-display': 'no window on the host',
  '-object': 'a key, or a helper',
  '-chardev': 'the monitor',
  '-mon': 'the monitor',
  '-sandbox': `QEMU's sandbox`,
  '-msg': 'times in the log',
  '-compat': 'what to do about deprecated features',
  '-global': 'a default',
  '-boot': 'order of devices',
  '-incoming': 'state from elsewhere',
};

const settings: Readonly<Record<string, string>> = {
  '/domain/@type': 'kind of virtualization',
  '/domain/name': 'name',
  '/domain/uuid': 'UUID',
  '/domain/os/type': 'machine',
  '/domain/os/loader': 'firmware',
  '/domain/os/nvram': 'firmware variables',
  '/domain/os/smbios': 'what SMBIOS says',
  '/domain/os': 'what is booted',
  '/domain/vcpu': 'virtual CPUs',
  '/domain/cpu': 'CPU model',
  '/domain/cpu/numa': 'NUMA cells',
  '/domain/pm': 'power management',
  '/domain/genid': 'generation id',
  '/domain/launchSecurity': 'launch security',
  '/domain/qemu:commandline': 'your own argument',
};

/** In words: what an argument is there for. */
export function describeArgument({ option, value, part }: QemuArgument, domain: Domain): string {
  if (part === '/domain') return value?.includes('masterKey0') === true ? 'key that protects secrets' : (own[option] ?? 'the driver');
  const device = /^\/domain\/devices\/([A-Za-z]+)(?:\[(\d+)\])?$/.exec(part);
  if (device === null) return settings[part] ?? part.split('/').at(-1) ?? part;
  const [, name = '', index] = device;
  return `${name}${identity(domain, name, Number(index ?? 1) - 1)}`;
}

/** By what people know a device: a disk by its target, an interface by its address. */
function identity({ devices }: Domain, name: string, index: number): string {
  switch (name) {
    case 'disk': {
      const disk = devices.disks[index];
      if (disk === undefined) return '';
      const path = sourcePath(disk.source);
      return ` ${disk.target.dev}${path === undefined ? '' : ` (${path})`}`;
    }
    case 'interface': {
      const device = devices.interfaces[index];
      return device === undefined ? '' : ` ${device.mac?.address ?? device.source.type}`;
    }
    case 'controller': {
      const controller = devices.controllers[index];
      if (controller === undefined) return '';
      return ` ${controller.type} ${controller.index ?? 0}${controller.model === undefined ? '' : ` (${controller.model})`}`;
    }
    case 'graphics':
      return typed(devices.graphics[index]);
    case 'input':
      return typed(devices.inputs[index]);
    case 'sound': {
      const sound = devices.sounds[index];
      return sound === undefined ? '' : ` ${sound.model}`;
    }
    case 'video': {
      const video = devices.videos[index];
      return video === undefined ? '' : ` ${video.model.type}`;
    }
    default:
      return '';
  }
}

const typed = (device: { readonly type: string } | undefined): string => (device === undefined ? '' : ` ${device.type}`);
