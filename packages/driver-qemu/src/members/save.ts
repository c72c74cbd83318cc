import type { TypedParams } from '@virtweave/core-api';
import { checkParams, paramValue } from '@virtweave/core-api/driver-kit';
import { formatDomain, readDomain } from '@virtweave/core-conf';
import { VirtError, type ErrorCode } from '@virtweave/core-util';
import { defineDocument } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { Guest } from '../engine/guest.ts';
import { startGuest } from '../lifecycle/start.ts';
import { readSaveImage } from '../save/image.ts';
import { managedSavePath, removeManagedSave, saveFolder, saveGuest } from '../save/save.ts';
import { withGuest, type Members } from './members.ts';

const RUNNING = 2;
const PAUSED = 4;
const RESET_NVRAM = 8;
const SECURE = 1;

type Save = Members<
  | 'domainSaveParams' | 'domainRestoreParams' | 'domainSaveImageGetXMLDesc' | 'domainManagedSave'
  | 'domainManagedSaveRemove' | 'domainManagedSaveGetXMLDesc'
>;

/** Guests that stop here and go on later. The files are libvirt's. */
export function saveMembers(engine: QemuEngine): Save {
  const { guests, host } = engine;
  const documentOf = async (path: string, flags: number): Promise<string> => {
    const { xml } = await readSaveImage(host, path);
    return formatDomain(readDomain(xml, { inactive: true }), { inactive: true, secure: (flags & SECURE) !== 0 });
  };

  return {
    domainSaveParams: (ref, params, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSaveParams', call, (guest, signal) =>
        saveGuest(engine, guest, fileOf(params), wanted(flags), signal),
      ),

    domainManagedSave: (ref, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainManagedSave', call, async (guest, signal) => {
        guest.requireRunning();
        if (guest.definition === undefined) throw refused('VIR_ERR_OPERATION_INVALID', 'cannot do managed save for transient domain');
        await host.makeFolder(saveFolder(engine));
        await saveGuest(engine, guest, managedSavePath(engine, guest.name), wanted(flags), signal);
        guest.managedSave = true;
      }),

    domainManagedSaveRemove: (ref, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainManagedSaveRemove', call, (guest) => removeManagedSave(engine, guest)),

    async domainManagedSaveGetXMLDesc(ref, flags) {
      const guest = guests.get(ref);
      if (!guest.managedSave) throw refused('VIR_ERR_NO_DOMAIN_METADATA', 'no managed save image found');
      return documentOf(managedSavePath(engine, guest.name), flags);
    },

    domainSaveImageGetXMLDesc: async (file, flags) => documentOf(file, flags),

    async domainRestoreParams(params, flags, call) {
      const path = fileOf(params);
      const { xml, wasRunning, offset } = await readSaveImage(host, path);
      const definition = await defineDocument(engine, xml);
      const uuid = definition.uuid as string;
      await guests.byUuid(uuid)?.ending;
      const existing = guests.checkUnique(definition.name, uuid, (guest) => guest.active);
      const guest = existing ?? new Guest(definition.name, uuid);
      if (existing === undefined) guests.add(guest);
      await guest.lock.run(
        'modify',
        'domainRestoreParams',
        async ({ signal }) => {
          try {
            if (guest.active) throw refused('VIR_ERR_OPERATION_INVALID', `domain '${guest.name}' is already active`);
            await startGuest(engine, guest, definition, {
              paused: !(wanted(flags) ?? wasRunning),
              resetNvram: (flags & RESET_NVRAM) !== 0,
              restored: { path, offset },
              signal,
            });
          } catch (error) {
            if (guest.definition === undefined && !guest.active) {
              guest.removed = true;
              guests.remove(guest);
            }
            throw error;
          }
        },
        call.signal === undefined ? {} : { signal: call.signal },
      );
    },
  };
}

/** What the flags make of the guest: running, paused, or what it was. */
function wanted(flags: number): boolean | undefined {
  if ((flags & RUNNING) !== 0 && (flags & PAUSED) !== 0) {
    throw refused('VIR_ERR_INVALID_ARG', 'running and paused flags are mutually exclusive');
  }
  if ((flags & RUNNING) !== 0) return true;
  return (flags & PAUSED) !== 0 ? false : undefined;
}

function fileOf(params: TypedParams): string {
  checkParams(params, { file: 'string', dxml: 'string' });
  if (paramValue(params, 'dxml', 'string') !== undefined) throw refused('VIR_ERR_ARGUMENT_UNSUPPORTED', 'xml modification unsupported');
  const file = paramValue(params, 'file', 'string');
  if (file === undefined) throw refused('VIR_ERR_INVALID_ARG', "parameter 'file' is missing");
  if (!file.startsWith('/')) throw refused('VIR_ERR_INVALID_ARG', `the path '${file}' must be absolute`);
  return file;
}

function refused(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_QEMU' });
}
