import type { DiskSource } from '@virtweave/core-conf';
import type { Image } from '../block/image.ts';
import { addChain, effectiveNode } from './blockdev.ts';
import type { CommandBuilder } from './builder.ts';

/** The images of UEFI code and variables. */
function firmwareImages(build: CommandBuilder): { loader?: Image; nvram?: Image } {
  const { loader, nvram } = build.domain.os;
  if (loader?.type !== 'pflash' || loader.path === undefined) return {};
  const code: Image = {
    source: { type: 'file', file: loader.path },
    format: loader.format ?? 'raw',
    label: 'pflash0',
    readonly: loader.readonly === true,
    isEnd: true,
    forceFormat: true,
  };
  let source: DiskSource | undefined;
  if (nvram?.source !== undefined) source = build.context.resources.diskSource(nvram.source);
  else if (nvram?.path !== undefined) source = { type: 'file', file: nvram.path };
  if (source === undefined) return { loader: code };
  return {
    loader: code,
    nvram: { source, format: nvram?.format ?? 'raw', label: 'pflash1', readonly: false, isEnd: true },
  };
}

/** Names for `-machine pflash0=,pflash1=`. */
export function firmwareNodes(build: CommandBuilder): { loader: string | undefined; nvram: string | undefined } {
  const { loader, nvram } = firmwareImages(build);
  return {
    loader: loader === undefined ? undefined : effectiveNode(build, loader),
    nvram: nvram === undefined ? undefined : effectiveNode(build, nvram),
  };
}

/** Block nodes of the flash chips. */
export function flashImages(build: CommandBuilder): void {
  const { loader, nvram } = firmwareImages(build);
  build.part('/domain/os/loader', () => {
    if (loader !== undefined) addChain(build, [loader], {});
  });
  build.part('/domain/os/nvram', () => {
    if (nvram !== undefined) addChain(build, [nvram], {});
  });
}

/** Firmware that is not flash, and its protection. */
export function loader(build: CommandBuilder): void {
  const { loader } = build.domain.os;
  if (loader === undefined) return;
  build.part('/domain/os/loader', () => {
    switch (loader.type) {
      case 'rom':
        if (loader.path !== undefined) build.add('-bios', loader.path);
        break;
      case 'pflash':
        if (loader.secure === true) build.add('-global', 'driver=cfi.pflash01,property=secure,value=on');
        break;
      default:
    }
  });
}
