import { VirtError, withReverter } from '@virtweave/core-util';
import { formatDomain, validateDomain, type Domain } from '@virtweave/core-conf';
import { defineDocument } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { Guest } from '../engine/guest.ts';
import { lifecycle } from '../lifecycle/events.ts';
import { removeManagedSave } from '../save/save.ts';
import { forgetAllSnapshots } from '../snapshot/store.ts';
import { withGuest, type Members } from './members.ts';

const VALIDATE = 1;
const MANAGED_SAVE = 1;
const SNAPSHOTS_METADATA = 2;
const NVRAM = 4;
const KEEP_NVRAM = 8;

/** Definitions: storing, removing, renaming, starting with the host. */
export function defineMembers(
  engine: QemuEngine,
): Members<'domainDefineXMLFlags' | 'domainUndefineFlags' | 'domainGetAutostart' | 'domainSetAutostart' | 'domainRename'> {
  const { guests, definitions } = engine;
  return {
    async domainDefineXMLFlags(xml, flags, call) {
      const definition = await defineDocument(engine, xml, { strict: (flags & VALIDATE) !== 0 });
      return define(engine, definition, call.signal);
    },

    domainUndefineFlags: (ref, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainUndefineFlags', call, async (guest) => {
        const definition = guest.definition;
        if (definition === undefined) throw refused('cannot undefine transient domain');
        const variables = definition.os.nvram?.path;
        const kept = variables !== undefined && (flags & KEEP_NVRAM) === 0 && (await engine.host.stat(variables)) !== undefined;
        if (kept && (flags & NVRAM) === 0) throw refused('cannot undefine domain with nvram');
        if (guest.managedSave && (flags & MANAGED_SAVE) === 0) throw refused('Refusing to undefine while domain managed save image exists');
        if (guest.running === undefined && guest.snapshots.size > 0 && (flags & SNAPSHOTS_METADATA) === 0) {
          throw refused(`cannot delete inactive domain with ${guest.snapshots.size} snapshots`);
        }
        if (guest.managedSave) await removeManagedSave(engine, guest);
        if (guest.running === undefined) await forgetAllSnapshots(engine, guest);
        await definitions.delete(guest.name);
        if (kept) await engine.host.remove(variables);
        guest.definition = undefined;
        guest.autostart = false;
        if (guest.running === undefined) {
          guest.removed = true;
          guests.remove(guest);
        }
        lifecycle(engine, guest, 'undefined', 'removed');
      }),

    domainGetAutostart: async (ref) => guests.get(ref).autostart,

    domainSetAutostart: (ref, autostart, call) =>
      withGuest(engine, ref, 'modify', 'domainSetAutostart', call, async (guest) => {
        if (guest.definition === undefined) throw refused('cannot set autostart for transient domain');
        if (autostart) await definitions.link('autostart', guest.name);
        else await definitions.unlink('autostart', guest.name);
        guest.autostart = autostart;
      }),

    domainRename: (ref, newName, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainRename', call, async (guest) => {
        if (guest.active) throw refused('cannot rename active domain');
        if (guest.definition === undefined) throw refused('cannot rename a transient domain');
        if (guest.managedSave) throw refused("domain with a managed saved state can't be renamed");
        if (guest.snapshots.size > 0) throw refused('cannot rename domain with snapshots');
        if (newName === guest.name) throw refused("Can't rename domain to itself");
        const namesake = guests.byName(newName);
        if (namesake !== undefined) {
          throw new VirtError('VIR_ERR_OPERATION_INVALID', `domain with name '${newName}' already exists`, { domain: 'VIR_FROM_QEMU' });
        }
        const oldName = guest.name;
        const definition: Domain = { ...guest.definition, name: newName };
        validateDomain(definition);
        // The new file first: a crash in between leaves two definitions of one guest, of which the older is dropped at load.
        await withReverter(async (undo) => {
          undo.add(`remove definition '${newName}'`, () => definitions.delete(newName));
          await definitions.put(newName, stored(definition));
          if (guest.autostart) await definitions.link('autostart', newName);
          await definitions.delete(oldName);
        });
        lifecycle(engine, guest, 'undefined', 'renamed');
        guest.definition = definition;
        guest.name = newName;
        guests.renamed(guest, oldName);
        lifecycle(engine, guest, 'defined', 'renamed');
        return guest.ref;
      }),
  };
}

async function define(engine: QemuEngine, definition: Domain, signal?: AbortSignal): Promise<Guest['ref']> {
  const { guests } = engine;
  const uuid = definition.uuid as string;
  const existing = guests.checkUnique(definition.name, uuid);
  const guest = existing ?? new Guest(definition.name, uuid);
  // Its name is taken from now on, so that a second definition of the same name waits or is refused.
  if (existing === undefined) guests.add(guest);
  try {
    const done = await guest.lock.run(
      'modify',
      'domainDefineXMLFlags',
      async () => {
        if (guest.removed) return false;
        await engine.definitions.put(guest.name, stored(definition));
        const updated = guest.definition !== undefined;
        guest.definition = definition;
        lifecycle(engine, guest, 'defined', updated ? 'updated' : 'added');
        return true;
      },
      signal === undefined ? {} : { signal },
    );
    // Undefined while we waited: it is a new guest then.
    if (!done) return await define(engine, definition, signal);
  } catch (error) {
    if (existing === undefined && guest.definition === undefined) {
      guest.removed = true;
      guests.remove(guest);
    }
    throw error;
  }
  return guest.ref;
}

/** A definition as it stands in its file: with passwords, and a word to those who open it in an editor. */
export function stored(definition: Domain): string {
  return `<!-- Kept by virtweave. A change here is overwritten; define the domain anew instead. -->\n${formatDomain(definition, { inactive: true, secure: true })}`;
}

function refused(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_QEMU' });
}
