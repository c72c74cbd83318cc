import { randomBytes } from 'node:crypto';
import { streamFromBytes, streamFromDuplex } from '@virtweave/core-api/driver-kit';
import { VirtError } from '@virtweave/core-util';
import type { ChardevSource } from '@virtweave/core-conf';
import type { Duplex } from 'node:stream';
import type { QemuEngine } from '../engine/engine.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { qemuKeys } from '../lifecycle/keys.ts';
import { withGuest, type Members } from './members.ts';

const FORCE = 1;

/** Largest screenshot that is read: some 4K screens, uncompressed. */
const MAX_SCREENSHOT = 256 * 1024 * 1024;

/** Consoles, channels, screen and keyboard. */
export function consoleMembers(
  engine: QemuEngine,
): Members<'domainOpenConsole' | 'domainOpenChannel' | 'domainScreenshot' | 'domainSendKey'> {
  return {
    domainOpenConsole: (ref, name, flags, call) =>
      withGuest(engine, ref, 'query', 'domainOpenConsole', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const { consoles, serials, parallels } = running.document.devices;
        const all = [...serials, ...consoles, ...parallels];
        const device = name === undefined ? (consoles[0] ?? serials[0]) : all.find(({ alias }) => alias === name);
        if (device === undefined) {
          throw new VirtError('VIR_ERR_INTERNAL_ERROR', name === undefined ? 'cannot find default console device' : `cannot find console device '${name}'`, {
            domain: 'VIR_FROM_QEMU',
          });
        }
        const alias = device.alias ?? name ?? 'console';
        return streamFromDuplex(await openSession(engine, running, alias, device.source, (flags & FORCE) !== 0, signal));
      }),

    domainOpenChannel: (ref, name, flags, call) =>
      withGuest(engine, ref, 'query', 'domainOpenChannel', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const device = running.document.devices.channels.find(
          ({ alias, target }) => name === undefined || alias === name || ('name' in target && target.name === name),
        );
        if (device === undefined) {
          throw new VirtError('VIR_ERR_INTERNAL_ERROR', `cannot find channel ${name ?? ''}`.trim(), { domain: 'VIR_FROM_QEMU' });
        }
        const alias = device.alias ?? name ?? 'channel';
        return streamFromDuplex(await openSession(engine, running, alias, device.source, (flags & FORCE) !== 0, signal));
      }),

    domainScreenshot: (ref, screen, _flags, call) =>
      withGuest(engine, ref, 'query', 'domainScreenshot', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const { videos } = running.document.devices;
        if (videos.length === 0) throw new VirtError('VIR_ERR_OPERATION_INVALID', 'domain has no graphics card', { domain: 'VIR_FROM_QEMU' });
        const video = videos[screen];
        if (video === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `no such screen: ${screen}`, { domain: 'VIR_FROM_QEMU' });
        // A name that nobody can have prepared, in the guest's own folder.
        const file = `${running.folder}/screenshot-${randomBytes(8).toString('hex')}.png`;
        try {
          const device = screen > 0 && video.alias !== undefined ? { device: video.alias } : {};
          await running.monitor.execute('screendump', { filename: file, format: 'png', ...device }, { signal });
          const picture = await engine.host.readFile(file, { maxBytes: MAX_SCREENSHOT, signal });
          return { mime: 'image/png', stream: streamFromBytes(picture) };
        } finally {
          await engine.host.remove(file, { durable: false });
        }
      }),

    domainSendKey: (ref, codeset, holdtime, keycodes, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSendKey', call, async (guest, signal) => {
        const keys = qemuKeys(codeset, keycodes).map((data) => ({ type: 'number', data }));
        const hold = holdtime === 0 ? {} : { 'hold-time': holdtime };
        await guest.requireRunning().monitor.execute('send-key', { keys, ...hold }, { signal });
      }),
  };
}

/** Connects to what stands behind a character device. One session at a time: with `force` it takes over. */
async function openSession(
  engine: QemuEngine,
  running: RunningGuest,
  alias: string,
  source: ChardevSource,
  force: boolean,
  signal: AbortSignal,
): Promise<Duplex> {
  const open = running.consoles.get(alias);
  if (open !== undefined && !force) {
    throw new VirtError('VIR_ERR_OPERATION_FAILED', 'Active console session exists for this domain', { domain: 'VIR_FROM_QEMU' });
  }
  open?.close();
  const stream = await connect(engine, alias, source, signal);
  const session = { close: () => void stream.destroy() };
  running.consoles.set(alias, session);
  stream.once('close', () => {
    if (running.consoles.get(alias) === session) running.consoles.delete(alias);
  });
  return stream;
}

async function connect({ host }: QemuEngine, alias: string, source: ChardevSource, signal: AbortSignal): Promise<Duplex> {
  if (source.type === 'pty' && source.path !== undefined) return host.openDevice(source.path, { signal });
  if (source.type === 'unix' && source.mode === 'bind' && source.path !== undefined) {
    return host.connect({ path: source.path }, { signal });
  }
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', `character device ${alias} is not using a PTY or a UNIX socket`, { domain: 'VIR_FROM_QEMU' });
}
