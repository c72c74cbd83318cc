import type { OpenedConnection } from '@virtweave/core-api';
import {
  domainFlags,
  findingFlags,
  interfaceFlags,
  networkFlags,
  nodeDeviceFlags,
  storagePoolFlags,
  storageVolumeFlags,
} from './member-flags.ts';
import type { Session } from './session.ts';

type Families = OpenedConnection['families'];

type OwnFamily = 'hypervisor' | 'network' | 'interface' | 'storage' | 'nodeDevice';

/** Members that are loaded together, by the first call of one of them. */
interface Group {
  readonly names: object;
  readonly load: (session: Session) => Promise<object>;
}

const groups: Readonly<Record<OwnFamily, readonly Group[]>> = {
  hypervisor: [
    { names: findingFlags, load: async (session) => (await import('./members/finding.ts')).findingMembers(session) },
    { names: domainFlags, load: async (session) => (await import('./members/documents.ts')).documentMembers(session) },
  ],
  network: [
    { names: networkFlags, load: async (session) => (await import('./members/network.ts')).networkMembers(session) },
  ],
  interface: [
    { names: interfaceFlags, load: async (session) => (await import('./members/interface.ts')).interfaceMembers(session) },
  ],
  nodeDevice: [
    {
      names: nodeDeviceFlags,
      load: async (session) => (await import('./members/node-device.ts')).nodeDeviceMembers(session),
    },
  ],
  storage: [
    {
      names: storagePoolFlags,
      load: async (session) => (await import('./members/storage-pool.ts')).storagePoolMembers(session),
    },
    {
      names: storageVolumeFlags,
      load: async (session) => (await import('./members/storage-volume.ts')).storageVolumeMembers(session),
    },
  ],
};

/** All families, each built when it is asked for; their members load what implements them. */
export function lazyFamilies(session: () => Promise<Session>): Families {
  const families: Record<string, object> = {};
  for (const [family, list] of Object.entries(groups)) {
    let built: object | undefined;
    Object.defineProperty(families, family, { enumerable: true, get: () => (built ??= lazyMembers(list, session)) });
  }
  return families;
}

type Members = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/**
 * One function for each member, which loads the real ones first. A group is loaded after those before it, so that calls of
 * one family run in the order in which they were made: who registers a listener and then starts a guest hears of it.
 */
function lazyMembers(list: readonly Group[], session: () => Promise<Session>): object {
  const lazy: Record<string, unknown> = {};
  let before: () => Promise<unknown> = session;
  for (const { names, load } of list) {
    const first = before;
    let loading: Promise<Members> | undefined;
    const loaded = (): Promise<Members> =>
      (loading ??= first().then(async () => (await load(await session())) as Members));
    for (const name of Object.keys(names)) lazy[name] = async (...args: unknown[]) => (await loaded())[name]?.(...args);
    before = loaded;
  }
  return lazy;
}
