import type { Video } from '../devices/video.ts';
import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

/** `virDomainVideoDefValidate`. */
export function validateVideo({ model, driver, address }: Video, { devices }: Domain): void {
  const { type, acceleration, resolution } = model;
  if (type === 'default') throw refuse('missing video model and cannot determine default');
  if (type === 'none' && devices.videos.length > 1) {
    throw refuse("a 'none' video type must be the only video device defined for the domain");
  }
  if (driver?.name === 'vhostuser') {
    if (type !== 'virtio') throw unsupported("'vhostuser' driver is only supported with 'virtio' device");
  } else if (acceleration?.rendernode !== undefined) {
    throw unsupported("unsupported rendernode accel attribute without 'vhostuser'");
  }
  if (resolution !== undefined && (resolution.x === 0 || resolution.y === 0)) {
    throw unsupported('video resolution values must be greater than 0');
  }
  if (type !== 'qxl') {
    for (const name of ['ram', 'vram64'] as const) {
      if (model[name] !== undefined && model[name] !== 0) {
        throw refuse(`${name} attribute only supported for video type qxl`);
      }
    }
  }
  if (model.vgamem !== undefined && model.vgamem !== 0 && !['qxl', 'vga', 'bochs', 'vmvga'].includes(type)) {
    throw refuse('vgamem attribute only supported for video type qxl');
  }
  if (type === 'ramfb' && address !== undefined) throw refuse('address not supported for video type ramfb');
}

/** The firmware writes to one card only. */
export function validatePrimaryVideo({ devices }: Domain): void {
  if (devices.videos.filter(({ model }) => model.primary === true).length > 1) {
    throw unsupported('Only one primary video device is supported');
  }
}
