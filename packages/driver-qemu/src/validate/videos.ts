import type { Video } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

const foreign: ReadonlySet<string> = new Set(['xen', 'vbox', 'parallels', 'gop', 'default']);
const primaryOnly: ReadonlySet<string> = new Set(['vga', 'cirrus', 'vmvga', 'ramfb']);
const largest = 0xffffffff;

/** `qemuValidateDomainDeviceDefVideo`. */
export function validateVideo({ model, driver }: Video, { has }: DefinitionContext): void {
  const { type, vram = 0, ram = 0, vgamem = 0 } = model;
  if (foreign.has(type)) throw unsupported(`domain configuration does not support video model '${type}'`);
  const vhostUser = driver?.name === 'vhostuser';
  if (model.primary !== true && primaryOnly.has(type)) {
    throw unsupported(`video type '${type}' is only valid as primary video device`);
  }
  if (type !== 'qxl' && type !== 'virtio' && (model.heads ?? 1) > 1) {
    throw unsupported(`video type '${type}' doesn't support multiple 'heads'`);
  }
  if (model.acceleration?.accel2d === true) throw unsupported('qemu does not support the accel2d setting');
  if (type === 'qxl') {
    if (vram * 1024 > largest) throw unsupported(`value for 'vram' must be less than '${Math.floor(largest / 1024)}'`);
    if (ram * 1024 > largest) throw unsupported(`value for 'ram' must be less than '${Math.floor(largest / 1024)}'`);
    requireVgamem(vgamem);
  }
  if (type === 'vga' || type === 'vmvga' || type === 'bochs') {
    if (vram !== 0 && vram < 1024) throw unsupported("value for 'vram' must be at least 1 MiB (1024 KiB)");
    requireVgamem(vgamem);
  }
  if (model.resolution !== undefined && !['vga', 'qxl', 'virtio', 'bochs'].includes(type)) {
    throw unsupported('model resolution is not supported');
  }
  if (vhostUser) {
    if (!has('vhost-user-gpu')) throw unsupported("this QEMU does not support 'vhost-user' video device");
  }
  if (model.acceleration?.accel3d === true) {
    if (type !== 'virtio') throw unsupported("3d acceleration is supported only with 'virtio' video device");
    if (!vhostUser && !has('virtio-gpu-gl-pci') && !has('virtio-gpu.virgl')) {
      throw unsupported('3d acceleration is not supported by this QEMU binary');
    }
  }
}

function requireVgamem(vgamem: number): void {
  if (vgamem === 0) return;
  if (vgamem < 1024) throw unsupported("value for 'vgamem' must be at least 1 MiB (1024 KiB)");
  if ((vgamem & (vgamem - 1)) !== 0) throw unsupported("value for 'vgamem' must be power of two");
}

