import { VirtError } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { stored } from './define.ts';

/** What a call is about: the guest that runs, the definition of its next start, or both. */
export interface Impact {
  readonly live: boolean;
  readonly config: boolean;
}

const LIVE = 1;
const CONFIG = 2;

/** For calls that are about one of the two only. */
export function refuseBoth(flags: number): void {
  if ((flags & (LIVE | CONFIG)) !== (LIVE | CONFIG)) return;
  throw new VirtError('VIR_ERR_INVALID_ARG', "Flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive", {
    domain: 'VIR_FROM_DOMAIN',
  });
}

/** Replaces the stored definition: the file first, then what this process knows. */
export async function changeDefinition(engine: QemuEngine, guest: Guest, change: (definition: Domain) => Domain): Promise<void> {
  const definition = change(guest.requirePersistent());
  await engine.definitions.put(guest.name, stored(definition));
  guest.definition = definition;
}

/** Replaces the document of the running guest, in memory and in its status. */
export async function changeLive(engine: QemuEngine, guest: Guest, change: (document: Domain) => Domain): Promise<void> {
  const running = guest.requireRunning();
  running.document = change(running.document);
  await saveStatus(engine, guest, running);
}

/** The same change wherever the call is about; what is refused for one is done to none. */
export async function changeDocuments(
  engine: QemuEngine,
  guest: Guest,
  { live, config }: Impact,
  change: (document: Domain) => Domain,
): Promise<void> {
  if (live) change(guest.requireRunning().document);
  if (config) await changeDefinition(engine, guest, change);
  if (live) await changeLive(engine, guest, change);
}
