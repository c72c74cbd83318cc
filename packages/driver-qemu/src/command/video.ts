import type { Video } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import { isArm, type CommandBuilder } from './builder.ts';
import { addZpci } from './controllers.ts';
import { escapeComma, type Props } from './json.ts';
import { virtioProps } from './virtio.ts';

/** Video cards. */
export function videos(build: CommandBuilder): void {
  build.devices('video', build.domain.devices.videos, (video, i) => {
    if (video.model.type === 'none') return;
    if (video.driver?.name === 'vhostuser') {
      const socket = build.context.resources.vhostUserGpu(video);
      const where =
        typeof socket === 'string' ? `path=${escapeComma(socket)}` : `fd=${build.pass(socket, `vhost-user-gpu ${video.alias}`)}`;
      build.add('-chardev', `socket,id=chr-vu-${video.alias},${where}`);
    }
    addZpci(build, video);
    build.device(videoProps(build, video, i === 0));
  });
}

function driverOf(build: CommandBuilder, video: Video, primary: boolean): string {
  const { domain } = build;
  const { type, acceleration } = video.model;
  const { arch } = domain.os.type;
  const vhostUser = video.driver?.name === 'vhostuser';
  switch (type) {
    case 'vga':
      return 'VGA';
    case 'cirrus':
      return 'cirrus-vga';
    case 'vmvga':
      return 'vmware-svga';
    case 'qxl':
      return primary ? 'qxl-vga' : 'qxl';
    case 'bochs':
      return 'bochs-display';
    case 'ramfb':
      return 'ramfb';
    case 'virtio': {
      const accelerated = acceleration?.accel3d === true;
      const vga = primary && !isArm(arch) && video.address?.type !== 'ccw';
      if (vhostUser) return vga ? 'vhost-user-vga' : suffixed('vhost-user-gpu', video);
      if (accelerated && build.has('virtio-vga-gl') && vga) return 'virtio-vga-gl';
      if (accelerated && build.has('virtio-gpu-gl-pci') && !vga && video.address?.type === 'pci')
        return 'virtio-gpu-gl-pci';
      return vga ? 'virtio-vga' : suffixed('virtio-gpu', video);
    }
    default:
      return build.unsupported(`domain configuration does not support video model '${type}'`);
  }
}

function suffixed(base: string, { address }: Video): string {
  return address?.type === 'ccw' ? `${base}-ccw` : address?.type === 'virtio-mmio' ? `${base}-device` : `${base}-pci`;
}

function videoProps(build: CommandBuilder, video: Video, primary: boolean): Props {
  const { model } = video;
  const driver = driverOf(build, video, primary);
  const vhostUser = video.driver?.name === 'vhostuser';
  const props: Record<string, Props[string]> = { driver };
  if (model.type === 'virtio') {
    if (!driver.endsWith('-vga') && !driver.endsWith('-vga-gl')) Object.assign(props, virtioProps(video.driver));
    if (!vhostUser && model.acceleration?.accel3d !== undefined && !driver.includes('-gl')) {
      // Where acceleration is a device of its own, there is nothing to switch.
      if (!build.has('virtio-gpu-gl-pci') && !build.has('virtio-vga-gl')) props['virgl'] = model.acceleration.accel3d;
    }
  }
  props['id'] = video.alias;
  if (model.type === 'qxl' || model.type === 'virtio') props['max_outputs'] = model.heads;
  if (model.type === 'qxl') {
    if (model.ram !== undefined) props['ram_size'] = BigInt(model.ram) * 1024n;
    if (model.vram !== undefined) props['vram_size'] = BigInt(model.vram) * 1024n;
    props['vram64_size_mb'] = Math.floor((model.vram64 ?? 0) / 1024);
    if (model.vgamem !== undefined) props['vgamem_mb'] = Math.floor(model.vgamem / 1024);
  } else if ((model.type === 'vga' || model.type === 'vmvga') && model.vram !== undefined) {
    props['vgamem_mb'] = Math.floor(model.vram / 1024);
  } else if (model.type === 'bochs' && model.vram !== undefined) props['vgamem'] = model.vram * 1024;
  if (vhostUser) props['chardev'] = `chr-vu-${video.alias}`;
  if (model.blob !== undefined) props['blob'] = model.blob;
  if (model.edid !== undefined) props['edid'] = model.edid;
  if (model.resolution !== undefined) {
    props['xres'] = model.resolution.x;
    props['yres'] = model.resolution.y;
  }
  return { ...props, ...addressProps(build.domain, video) };
}
