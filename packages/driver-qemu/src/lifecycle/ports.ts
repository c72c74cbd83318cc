import type { Domain, SpiceGraphics, VncGraphics } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';

/** Ports that graphics servers may have by default. */
const range = { first: 5900, last: 65_535 };

/** Where graphics servers listen when the document does not say. */
export const defaultAddress = '127.0.0.1';

/**
 * Chooses addresses and ports for the graphics servers that want one, in the document.
 *
 * @returns gives them back: they are held until the server listens on them
 */
export async function assignPorts(engine: QemuEngine, document: Domain, signal?: AbortSignal): Promise<() => void> {
  for (const graphics of document.devices.graphics) {
    if (!('listens' in graphics)) continue;
    for (const listen of graphics.listens) if (listen.type === 'address') listen.address ??= defaultAddress;
  }
  const wanting = document.devices.graphics.filter(
    (graphics): graphics is VncGraphics | SpiceGraphics =>
      (graphics.type === 'vnc' || graphics.type === 'spice') &&
      graphics.autoport === true &&
      ['address', 'network'].includes(graphics.listens[0]?.type ?? ''),
  );
  if (wanting.length === 0) return () => {};
  const isFree = await portCheck(engine, signal);
  const mine: number[] = [];
  const release = (): void => {
    for (const port of mine) engine.takenPorts.delete(port);
  };
  try {
    for (const graphics of wanting) {
      const port = await freePort(engine.takenPorts, isFree, graphics.listens[0]?.address ?? defaultAddress);
      mine.push(port);
      graphics.port = port;
    }
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

type PortCheck = (port: number, address: string) => boolean | Promise<boolean>;

/** The lowest free port, which is taken from now on. */
async function freePort(taken: Set<number>, isFree: PortCheck, address: string): Promise<number> {
  for (let port = range.first; port <= range.last; port += 1) {
    if (taken.has(port)) continue;
    // Before the look: a second guest that starts at the same time must not look at the same one.
    taken.add(port);
    if (await isFree(port, address)) return port;
    taken.delete(port);
  }
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', "Unable to find an unused port in range 'vnc' (5900-65535)", {
    domain: 'VIR_FROM_QEMU',
  });
}

/** The host knows whether a port is free, or it is looked up among all connections. */
async function portCheck(engine: QemuEngine, signal?: AbortSignal): Promise<PortCheck> {
  const { host } = engine;
  if (host.portIsFree !== undefined) return host.portIsFree.bind(host);
  const listening = await listeningPorts(engine, signal);
  return (port) => !listening.has(port);
}

/** TCP ports that somebody on the host listens on: state 0A in /proc/net/tcp. */
async function listeningPorts({ host }: QemuEngine, signal?: AbortSignal): Promise<ReadonlySet<number>> {
  const ports = new Set<number>();
  const call = signal === undefined ? {} : { signal };
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if ((await host.stat(table, call)) === undefined) continue;
    const text = (await host.readFile(table, call)).toString('latin1');
    for (const match of text.matchAll(/^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:[\dA-F]{4} 0A /gm)) {
      ports.add(Number.parseInt(match[1] as string, 16));
    }
  }
  return ports;
}
