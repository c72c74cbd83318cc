import type { Domain } from '@virtweave/core-conf';
import { VirtError, errnoError, type Reverter } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import { firmwarePairs } from '../engine/firmware-pairs.ts';

/** The firmware is there, and so are its variables: made from their template at the first start. */
export async function prepareFirmware(
  engine: QemuEngine,
  { name, os: { loader, nvram } }: Domain,
  { resetNvram, signal }: { resetNvram?: boolean; signal?: AbortSignal },
  undo: Reverter,
): Promise<void> {
  const { host } = engine;
  const call = signal === undefined ? {} : { signal };
  if (loader?.path !== undefined && (await host.stat(loader.path, call)) === undefined) {
    throw errnoError(`Cannot access firmware '${loader.path}'`, 'ENOENT');
  }
  if (loader?.type !== 'pflash' || nvram?.path === undefined) return;
  const { path } = nvram;
  const old = await host.stat(path, call);
  if (old !== undefined && resetNvram !== true) return;
  const template = nvram.template ?? firmwarePairs.find(({ code }) => code === loader.path)?.vars;
  if (template === undefined) {
    throw new VirtError('VIR_ERR_OPERATION_FAILED', `unable to find any master var store for loader: ${loader.path ?? ''}; name one in the template attribute of <nvram> of domain '${name}'`, {
      domain: 'VIR_FROM_QEMU',
    });
  }
  const variables = await host.readFile(template, call);
  await host.makeFolder(path.slice(0, path.lastIndexOf('/')) || '/', { mode: 0o700, ...call });
  // What a guest wrote there before is not ours to take back; a file that this start made is.
  if (old === undefined) undo.add(`remove '${path}'`, () => host.remove(path));
  await host.writeFile(path, variables, call);
}
