import { VirtError } from '@virtweave/core-util/errors';
import type { Driver, DriverContext, OpenedConnection, Services } from '../contract/driver.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { Peers } from '../contract/peers.ts';
import { members } from '../contract/members.generated.ts';
import type { Family } from '../contract/members.ts';
import { guard, type GuardedFamilies } from '../guard/guard.ts';
import { elevate, type Identity } from '../identity.ts';
import { findDriver, findService, type DriverSource } from './registry.ts';
import { inScopeOf, packageOf } from './scheme.ts';

type SecondaryFamily = Exclude<Family, 'hypervisor'>;
type Callable = (...args: unknown[]) => Promise<unknown>;

const schemes: Readonly<Record<SecondaryFamily, string>> = {
  network: 'network',
  storage: 'storage',
  nwfilter: 'nwfilter',
  interface: 'interface',
  nodeDevice: 'nodedev',
  secret: 'secret',
};

const serviceMembers: { readonly [S in keyof Services]: readonly (keyof Services[S] & string)[] } = {
  cpu: [
    'compare',
    'baseline',
    'update',
    'updateLive',
    'decode',
    'encode',
    'hasFeature',
    'translate',
    'expandFeatures',
    'migratable',
    'convertLegacy',
    'validateFeatures',
    'partialCheck',
    'signature',
    'hypervisorHost',
    'models',
    'host',
  ],
  security: ['models', 'generate', 'reserve', 'release', 'set', 'restore', 'verify', 'processSpec'],
};

/** How the registry opens a connection for a peer; `connect()` gives it. */
export interface PeerHost {
  /** URI of the connection that asks. */
  readonly uri: string;
  readonly identity: Identity;
  readonly source: DriverSource;
  /** The context for a peer that is opened under `uri`. */
  contextFor(uri: string): DriverContext;
  /** Opens another connection, as the user of the asking one. */
  connect(uri: string, signal?: AbortSignal): Promise<{ families: GuardedFamilies; close(): Promise<void> }>;
}

interface OpenPeer {
  readonly driver: Driver;
  readonly connection: OpenedConnection;
}

/** The peers of one connection. Each is loaded and opened by the first call to it, and closed with the connection. */
export class PeerSet implements Peers {
  readonly #host: PeerHost;
  readonly #open = new Map<SecondaryFamily, Promise<OpenPeer>>();
  readonly #services = new Map<string, Promise<object>>();
  readonly #proxies = new Map<string, object>();

  constructor(host: PeerHost) {
    this.#host = host;
  }

  network(): FamilyDrivers['network'] {
    return this.#family('network');
  }

  nwfilter(): FamilyDrivers['nwfilter'] {
    return this.#family('nwfilter');
  }

  storage(): FamilyDrivers['storage'] {
    return this.#family('storage');
  }

  secret(): FamilyDrivers['secret'] {
    return this.#family('secret');
  }

  nodeDevice(): FamilyDrivers['nodeDevice'] {
    return this.#family('nodeDevice');
  }

  interface(): FamilyDrivers['interface'] {
    return this.#family('interface');
  }

  cpu(arch: string): Services['cpu'] {
    return { ...this.#service('cpu', arch), arch };
  }

  security(): Services['security'] {
    return this.#service('security', inScopeOf(this.#host.uri, 'security'));
  }

  async has(peer: SecondaryFamily | keyof Services): Promise<boolean> {
    if (peer === 'cpu' || peer === 'security') return (await findService(peer, this.#host.source)) !== undefined;
    return (await findDriver(schemes[peer], this.#host.source)) !== undefined;
  }

  async connect(
    uri: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<{ uri: string; families: GuardedFamilies; close(): Promise<void> }> {
    const { families, close } = await this.#host.connect(uri, options.signal);
    return { uri, families, close };
  }

  /** What the user of the asking connection sees of a shared secondary: not elevated. */
  attached(family: SecondaryFamily, readOnly: boolean): Promise<GuardedFamilies> {
    return this.#opened(family).then(({ driver, connection }) =>
      guard(connection, { name: driver.name, identity: this.#host.identity, readOnly }),
    );
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled([...this.#open.values()]);
    this.#open.clear();
    for (const peer of open) if (peer.status === 'fulfilled') await peer.value.connection.close();
  }

  #family<F extends SecondaryFamily>(family: F): FamilyDrivers[F] {
    let proxy = this.#proxies.get(family);
    if (proxy === undefined) {
      let guarded: Promise<GuardedFamilies> | undefined;
      const load = (): Promise<GuardedFamilies> =>
        (guarded ??= this.#opened(family).then(({ driver, connection }) =>
          guard(connection, { name: driver.name, identity: elevate(this.#host.identity) }),
        ).catch((error: unknown) => {
          guarded = undefined;
          throw error;
        }));
      proxy = lazyMembers(Object.keys(members[family]), async (member) => {
        const table = (await load())[family] as unknown as Record<string, Callable>;
        return table[member] as Callable;
      });
      this.#proxies.set(family, proxy);
    }
    return proxy as FamilyDrivers[F];
  }

  #opened(family: SecondaryFamily): Promise<OpenPeer> {
    let open = this.#open.get(family);
    if (open === undefined) {
      open = this.#openPeer(family).catch((error: unknown) => {
        this.#open.delete(family); // a package that is installed later, or a lock that is freed, deserves another try
        throw error;
      });
      this.#open.set(family, open);
    }
    return open;
  }

  async #openPeer(family: SecondaryFamily): Promise<OpenPeer> {
    const scheme = schemes[family];
    const driver = await findDriver(scheme, this.#host.source);
    if (driver === undefined) throw absent(packageOf(scheme));
    const uri = inScopeOf(this.#host.uri, scheme);
    return { driver, connection: await driver.open(uri, this.#host.contextFor(uri)) };
  }

  #service<S extends keyof Services>(name: S, key: string): Services[S] {
    const id = `${name} ${key}`;
    let proxy = this.#proxies.get(id);
    if (proxy === undefined) {
      proxy = lazyMembers(serviceMembers[name], async (member) => {
        const service = (await this.#openedService(name, key)) as Record<string, Callable | undefined>;
        const implementation = service[member];
        if (implementation === undefined) throw new VirtError('VIR_ERR_NO_SUPPORT', `${name}.${member}`);
        return implementation.bind(service);
      });
      this.#proxies.set(id, proxy);
    }
    return proxy as Services[S];
  }

  #openedService(name: keyof Services, key: string): Promise<object> {
    const id = `${name} ${key}`;
    let open = this.#services.get(id);
    if (open === undefined) {
      open = findService(name, this.#host.source)
        .then((service) => {
          if (service === undefined) throw absent(`@virtweave/secondary-${name}`);
          return service.open(key, this.#host.contextFor(this.#host.uri)) as Promise<object>;
        })
        .catch((error: unknown) => {
          this.#services.delete(id);
          throw error;
        });
      this.#services.set(id, open);
    }
    return open;
  }
}

function lazyMembers(names: readonly string[], load: (member: string) => Promise<Callable>): object {
  return Object.fromEntries(
    names.map((member) => [member, async (...args: unknown[]): Promise<unknown> => (await load(member))(...args)]),
  );
}

function absent(name: string): VirtError {
  return new VirtError('VIR_ERR_NO_SUPPORT', `${name} is not installed: npm install ${name}`);
}
