import type { Domain, Interface } from '@virtweave/core-conf';
import { VirtError, getLogger, isVirtError, type Logger, type Reverter } from '@virtweave/core-util';
import {
  bridgeMtu,
  createTaps,
  deleteTaps,
  interfaceCounters,
  InterfaceNames,
  linkOf,
  tapMac,
  type Tap,
} from '@virtweave/core-util/netdev';
import { planInterface, type PreparedInterface } from '../command/index.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { checkTapInterface, refuseInterface } from './interface-checks.ts';

const log: Logger = getLogger('qemu.qemu_interface');

const EBUSY = 16;
/** How often a made up name may be taken by somebody else in the moment before we use it. */
const MAX_TRIES = 20;

/** Milliseconds: a guest that has ended waits for no script for ever. */
const DOWNSCRIPT_TIMEOUT = 30_000;

/** Names that were given out in each scope. */
const givenNames = new WeakMap<QemuEngine, InterfaceNames>();

export interface InterfacePreparation {
  readonly undo: Reverter;
  /** The guest's own folder; who owns it is who QEMU runs as. */
  readonly folder: string;
  /** Keeps the document with the names of its taps, before there are any: whoever finds it can remove them. */
  readonly announce: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** What was made for each interface of the document. */
export type PreparedInterfaces = ReadonlyMap<Interface, PreparedInterface>;

/**
 * Makes the taps of a guest that is being started, connects them to their bridges, and puts their names into the
 * document (`interface.target.dev`). They are persistent, since QEMU opens them by name, and go when the guest ends.
 *
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` for what is not possible here; `VIR_ERR_SYSTEM_ERROR` in libvirt's
 * words when the system refuses
 */
export async function prepareInterfaces(
  engine: QemuEngine,
  document: Domain,
  preparation: InterfacePreparation,
): Promise<PreparedInterfaces> {
  const { interfaces } = document.devices;
  for (const device of interfaces) refuseInterface(device);
  const devices = interfaces.filter(usesTap);
  if (devices.length === 0) return new Map();
  for (const device of devices) checkTapInterface(device);
  await checkUserTaps(engine, devices, preparation.signal);
  const made = devices.filter(ownsTap);
  if (made.length > 0) {
    await makeTaps(engine, made, preparation);
    for (const device of made) await runScript(engine, device, preparation);
  }
  const vhost = document.type === 'kvm' && (await engine.host.stat('/dev/vhost-net'))?.type === 'character';
  return new Map(devices.map((device) => [device, prepared(document, device, vhost)]));
}

/**
 * Removes the taps of a guest that has ended. What goes wrong is logged: the guest is off all the same.
 *
 * @param sure This process, or the one before it, has seen the guest run with these taps. Otherwise a tap with another
 * address than ours belongs to somebody else.
 */
export async function releaseInterfaces(
  engine: QemuEngine,
  document: Domain,
  { sure }: { readonly sure: boolean },
): Promise<void> {
  const devices = document.devices.interfaces.filter((device) => ownsTap(device) && device.target?.dev !== undefined);
  if (devices.length === 0) return;
  try {
    for (const device of devices) {
      if (sure || (await linkOf(engine.host, tapName(device)))?.mac === macOf(device).mac)
        await runDownscript(engine, device);
    }
    const others = await deleteTaps(
      engine.host,
      devices.map((device) => ({ name: tapName(device), ...(sure ? {} : macOf(device)) })),
    );
    if (others.length > 0)
      log.warning(`${others.join(', ')} of guest ${document.name} belong to somebody else now, and stay`);
  } catch (error) {
    log.error(`cannot remove the network devices of guest ${document.name}: ${String(error)}`);
  }
}

/** Is there a tap behind this interface? */
export function usesTap({ source }: Interface): boolean {
  return source.type === 'bridge' || source.type === 'ethernet';
}

/** Do we make and remove its tap? Not one that the user has made, and named with `managed='no'`. */
function ownsTap({ source, target }: Interface): boolean {
  return source.type === 'bridge' || (source.type === 'ethernet' && target?.managed !== false);
}

function prepared(document: Domain, device: Interface, vhostNet: boolean): PreparedInterface {
  const { tapQueues, vhostQueues } = planInterface(device);
  const vhost = vhostQueues > 0 && vhostNet;
  if (!vhost && device.driver?.name === 'vhost' && document.type === 'kvm') {
    throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', 'vhost-net was requested for an interface, but is unavailable', {
      domain: 'VIR_FROM_QEMU',
    });
  }
  return { tapName: tapName(device), tapQueues, vhost };
}

/** Taps that the user has made must be there. */
async function checkUserTaps({ host }: QemuEngine, devices: readonly Interface[], signal?: AbortSignal): Promise<void> {
  for (const device of devices) {
    if (ownsTap(device)) continue;
    const name = device.target?.dev;
    if (name === undefined) throw refused("target dev must be supplied when managed='no'");
    const link = await linkOf(host, name, signal === undefined ? {} : { signal });
    if (link === undefined) throw refused("target managed='no' but specified dev doesn't exist");
    if (link.kind !== 'tun') {
      throw new VirtError(
        'VIR_ERR_CONFIG_UNSUPPORTED',
        `'${name}' is no tap device; other kinds are not supported yet`,
        { domain: 'VIR_FROM_QEMU' },
      );
    }
  }
}

async function makeTaps(
  engine: QemuEngine,
  devices: readonly Interface[],
  { undo, folder, announce, signal }: InterfacePreparation,
): Promise<void> {
  const { host } = engine;
  const call = signal === undefined ? {} : { signal };
  const bridges = devices.flatMap(({ source }) =>
    source.type === 'bridge' && source.bridge !== undefined ? [source.bridge] : [],
  );
  const [mtus, owner] = await Promise.all([bridgeMtu(host, bridges, call), host.stat(folder, call)]);
  const named = await nameTaps(engine, devices, call);
  const uid = owner?.uid ?? 0;
  for (let tries = 1; ; tries += 1) {
    await announce();
    signal?.throwIfAborted();
    try {
      await createTaps(
        host,
        devices.map((device) => tapOf(device, uid, mtus)),
        call,
      );
      break;
    } catch (error) {
      // Between our look and our use somebody else has made one of this name.
      const device =
        isVirtError(error) && error.int1 === EBUSY
          ? devices.find(({ target }) => target?.dev === error.str3)
          : undefined;
      const prefix = device === undefined ? undefined : named.get(device);
      if (device === undefined || prefix === undefined || tries === MAX_TRIES) throw error;
      await nameTap(engine, device, prefix, call);
    }
  }
  const taps = devices.map((device) => ({ name: tapName(device) }));
  undo.add(`remove ${taps.map(({ name }) => name).join(', ')}`, () => deleteTaps(host, taps));
}

/** Gives names to those without. The answer tells which may have another name, and what it begins with. */
async function nameTaps(
  engine: QemuEngine,
  devices: readonly Interface[],
  call: { signal?: AbortSignal },
): Promise<ReadonlyMap<Interface, string>> {
  const named = new Map<Interface, string>();
  for (const device of devices) {
    const prefix = prefixOf(device.target?.dev);
    if (prefix === undefined) continue;
    await nameTap(engine, device, prefix, call);
    named.set(device, prefix);
  }
  return named;
}

async function nameTap(
  engine: QemuEngine,
  device: Interface,
  prefix: string,
  call: { signal?: AbortSignal },
): Promise<void> {
  const names = givenNames.get(engine) ?? new InterfaceNames();
  givenNames.set(engine, names);
  device.target = { ...device.target, dev: names.next(prefix, await interfaceCounters(engine.host, call)) };
}

/**
 * Names that we make up begin with this; undefined when the document has one. One that was made up once is not kept.
 */
function prefixOf(name: string | undefined): string | undefined {
  if (name === undefined || name.startsWith('vnet')) return 'vnet';
  return /^([^%]+)%d$/.exec(name)?.[1];
}

function tapOf(device: Interface, uid: number, mtus: ReadonlyMap<string, number>): Tap {
  const { source, model, mtu, port } = device;
  const bridge = source.type === 'bridge' ? source.bridge : undefined;
  // Before it becomes a port: a bridge takes the smallest MTU of its ports.
  const bytes = mtu ?? (bridge === undefined ? undefined : mtus.get(bridge));
  const { hostIps, hostRoutes } = source.type === 'ethernet' ? source : {};
  return {
    name: tapName(device),
    owner: { uid },
    ...macOf(device),
    vnetHeader: model?.startsWith('virtio') === true,
    multiQueue: planInterface(device).tapQueues > 1,
    ...(bytes !== undefined && { mtu: bytes }),
    ...(bridge !== undefined && { bridge, isolated: port?.isolated === true }),
    ...(hostIps !== undefined && { addresses: hostIps }),
    ...(hostRoutes !== undefined && { routes: hostRoutes }),
  };
}

/** The script of an `ethernet` interface, with the name of the tap as argument. */
async function runScript(engine: QemuEngine, device: Interface, { undo, signal }: InterfacePreparation): Promise<void> {
  if (device.script !== undefined)
    await engine.host.run(device.script, [tapName(device)], signal === undefined ? {} : { signal });
  if (device.downscript !== undefined) undo.add(`run '${device.downscript}'`, () => runDownscript(engine, device));
}

async function runDownscript({ host }: QemuEngine, device: Interface): Promise<void> {
  if (device.downscript === undefined) return;
  try {
    await host.run(device.downscript, [tapName(device)], { timeout: DOWNSCRIPT_TIMEOUT });
  } catch (error) {
    log.error(`'${device.downscript}' for ${tapName(device)} failed: ${String(error)}`);
  }
}

function tapName({ target }: Interface): string {
  if (target?.dev === undefined)
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'an interface has no tap device', { domain: 'VIR_FROM_QEMU' });
  return target.dev;
}

const macOf = ({ mac }: Interface): { mac?: string } =>
  mac?.address === undefined ? {} : { mac: tapMac(mac.address) };

function refused(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_QEMU' });
}
