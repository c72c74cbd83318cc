import type { OpenedConnection } from '@virtweave/core-api';
import {
  hypervisorFlags,
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
    {
      names: hypervisorFlags,
      load: async (session) => (await import('./members/hypervisor.ts')).hypervisorMembers(session),
    },
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
    Object.defineProperty(families, family, {
      enumerable: true,
      get: () => (built ??= Object.assign({}, ...list.map((group) => lazyMembers(group, session))) as object),
    });
  }
  return families;
}

/** One function for each member, which loads the real ones first. */
function lazyMembers({ names, load }: Group, session: () => Promise<Session>): object {
  const lazy: Record<string, unknown> = {};
  let loading: Promise<Record<string, unknown>> | undefined;
  for (const name of Object.keys(names)) {
    lazy[name] = async (...args: unknown[]) => {
      loading ??= session().then(load) as Promise<Record<string, unknown>>;
      return ((await loading)[name] as (...args: unknown[]) => unknown)(...args);
    };
  }
  return lazy;
}
