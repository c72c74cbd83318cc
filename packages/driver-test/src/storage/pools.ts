import type { StoragePoolEvent } from '@virtweave/core-api';
import { StoragePoolEventLifecycleType } from '@virtweave/core-api/constants';
import { ObjectList } from '@virtweave/core-api/driver-kit';
import type { NodeDevice, StoragePool, StorageVol } from '@virtweave/core-conf';
import { storageError } from '../errors.ts';
import { HeldObject } from '../node/held-object.ts';
import { Hubs } from '../node/hubs.ts';
import { perNode } from '../node/per-node.ts';
import type { TestNode } from '../node/test-node.ts';
import { checkUnique, type Wording } from '../node/unique.ts';
import { devicesOf, type Devices } from '../node-device/devices.ts';
import { createVport, findByWwns } from '../node-device/vport.ts';
import { defaultPool } from './default-pool.ts';
import { sourceKeys } from './source-keys.ts';

const { VIR_STORAGE_POOL_EVENT_STARTED: started, VIR_STORAGE_POOL_EVENT_STOPPED: stopped } =
  StoragePoolEventLifecycleType;
const wording: Wording = { kind: 'pool', domain: 'VIR_FROM_STORAGE' };

type FcHostAdapter = Extract<NonNullable<StoragePool['source']['adapter']>, { type: 'fc_host' }>;

/** What every pretended pool holds: 100 GiB. */
const poolCapacity = 100n * 1024n ** 3n;

/** A pretended pool. Its volumes stay while it is not active. */
export class TestPool extends HeldObject<StoragePool> {
  readonly volumes: Map<string, StorageVol> = new Map<string, StorageVol>();
  readonly capacity: bigint = poolCapacity;
  allocation = 0n;

  get available(): bigint {
    return this.capacity - this.allocation;
  }

  add(volume: StorageVol): void {
    this.volumes.set(volume.name, volume);
    this.allocation += BigInt(volume.allocation ?? 0);
  }

  remove(volume: StorageVol): void {
    this.volumes.delete(volume.name);
    this.allocation -= BigInt(volume.allocation ?? 0);
  }

  /** The definition with the sizes of now. */
  get described(): StoragePool {
    const { capacity, allocation, available } = this;
    return { ...this.definition, capacity, allocation, available };
  }
}

/** The storage pools of a pretended host. */
export class Pools {
  readonly list: ObjectList<TestPool> = new ObjectList<TestPool>({
    kind: 'storage pool',
    absent: 'VIR_ERR_NO_STORAGE_POOL',
    domain: 'VIR_FROM_TEST',
  });
  readonly hubs: Hubs<StoragePoolEvent> = new Hubs<StoragePoolEvent>(({ pool }) => pool.uuid);

  readonly #devices: Devices;

  constructor(devices: Devices) {
    this.#devices = devices;
  }

  define(definition: StoragePool): TestPool {
    const pool = checkUnique(this.list, definition, wording) ?? new TestPool(definition);
    this.#checkSource(definition);
    pool.config = definition;
    pool.persistent = true;
    this.list.add(pool);
    return pool;
  }

  /** A pool that is to be active at once: a new one, or a defined one that is not active. */
  createXML(definition: StoragePool): TestPool {
    const existing = checkUnique(this.list, definition, wording, { mustBeInactive: true });
    this.#checkSource(definition);
    const pool = existing ?? new TestPool(definition);
    if (existing?.persistent === true) pool.next = existing.definition;
    pool.definition = definition;
    this.#makeVport(pool);
    this.list.add(pool);
    this.start(pool);
    return pool;
  }

  start(pool: TestPool): void {
    this.#makeVport(pool);
    pool.active = true;
    this.emit(pool, started);
  }

  /** Stops a pool. A transient one is gone afterwards. */
  stop(pool: TestPool): void {
    const { adapter } = pool.definition.source;
    const vport = adapter?.type === 'fc_host' ? findByWwns(this.#devices, adapter) : undefined;
    if (vport !== undefined && !this.#devices.isPersistent(vport)) this.#devices.remove(vport);
    pool.stopped();
    this.emit(pool, stopped);
    if (!pool.persistent) this.list.remove(pool);
  }

  emit(pool: TestPool, event: number): void {
    this.hubs.emit({ kind: 'lifecycle', pool: pool.ref, event, detail: 0 });
  }

  /** A pool on a virtual Fibre Channel host makes that, when there is none. */
  #makeVport({ name, definition }: TestPool): void {
    const { adapter } = definition.source;
    if (adapter?.type === 'fc_host' && findByWwns(this.#devices, adapter) === undefined)
      createVport(this.#devices, parentOf(adapter), adapter, name);
  }

  /** Two pools must not lie on the same. */
  #checkSource(definition: StoragePool): void {
    const keys = sourceKeys(definition);
    for (const pool of this.list) {
      if (pool.uuid === definition.uuid) continue;
      if (sourceKeys(pool.definition).some((key) => keys.includes(key)))
        throw storageError('VIR_ERR_OPERATION_FAILED', `Storage source conflict with pool: '${pool.name}'`);
    }
  }
}

/** The Fibre Channel host that an adapter wants to be below. */
function parentOf(adapter: FcHostAdapter): NodeDevice['parent'] {
  const { parent: name, parentWwnn: wwnn, parentWwpn: wwpn, parentFabricWwn: fabricWwn } = adapter;
  return {
    ...(name !== undefined && { name }),
    ...(wwnn !== undefined && { wwnn }),
    ...(wwpn !== undefined && { wwpn }),
    ...(fabricWwn !== undefined && { fabricWwn }),
  };
}

/** The pools of a node; the built-in one has `default-pool`. */
export const poolsOf: (node: TestNode) => Pools = perNode((node) => {
  const pools = new Pools(devicesOf(node));
  if (node.builtIn) pools.define(defaultPool).active = true;
  return pools;
});
