import type { Domain, Video, VideoType } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** A guest with a viewer has a screen. */
export function addImplicitVideo({ devices }: Domain): void {
  if (devices.graphics.length > 0 && devices.videos.length === 0) devices.videos.push({ model: { type: 'default' } });
}

/** Type and memory of a graphics card (`qemuDomainDeviceVideoDefPostParse`). */
export function completeVideo(video: Video, domain: Domain, context: DefinitionContext): void {
  const { model } = video;
  if (model.type === 'default') model.type = defaultType(domain, context);
  if (model.type === 'none' || model.type === 'ramfb') return;
  model.heads ??= 1;
  if (model.type === 'qxl') {
    model.ram ??= 65536;
    model.vram ??= 65536;
    model.vgamem ??= 16384;
    for (const key of ['ram', 'vram', 'vgamem'] as const) model[key] = nextPowerOfTwo(model[key] ?? 0);
    if (model.vram64 !== undefined) model.vram64 = nextPowerOfTwo(model.vram64);
  } else if (model.type !== 'virtio') {
    model.vram ??= 16384;
  }
}

function nextPowerOfTwo(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}

/** `qemuDomainDefaultVideoDevice`. */
function defaultType(domain: Domain, context: DefinitionContext): VideoType {
  const arch = domain.os.type.arch ?? '';
  switch (boardOf(domain)) {
    case 'arm-virt':
    case 'riscv-virt':
    case 'loongarch-virt':
      return 'virtio';
    case 'pseries':
      return 'vga';
    default:
  }
  if (arch === 's390x') return 'virtio';
  if (isX86(arch) && context.has('cirrus-vga')) return 'cirrus';
  return context.has('VGA') ? 'vga' : 'cirrus';
}
