import type { QemuEngine } from '../engine/engine.ts';
import { defineDocument } from '../engine/definitions.ts';
import type { Guest } from '../engine/guest.ts';
import { startGuest, type StartOptions } from '../lifecycle/start.ts';
import { readSaveImage } from './image.ts';
import { managedSavePath, removeManagedSave } from './save.ts';

/**
 * Starts a guest that is defined: where its saved state left off, if there is one.
 *
 * @param options with `forceBoot` a saved state is thrown away (`VIR_DOMAIN_START_FORCE_BOOT`)
 */
export async function startDefined(
  engine: QemuEngine,
  guest: Guest,
  options: StartOptions & { readonly forceBoot?: boolean } = {},
): Promise<void> {
  const definition = guest.requirePersistent();
  if (guest.managedSave && options.forceBoot === true) await removeManagedSave(engine, guest);
  if (!guest.managedSave) {
    await startGuest(engine, guest, definition, options);
    return;
  }
  const path = managedSavePath(engine, guest.name);
  const { xml, wasRunning, offset } = await readSaveImage(engine.host, path);
  await startGuest(engine, guest, await defineDocument(engine, xml), {
    ...options,
    paused: options.paused === true || !wasRunning,
    // Once the guest runs, what was saved is of the past.
    restored: { path, offset, loaded: () => removeManagedSave(engine, guest) },
  });
}
