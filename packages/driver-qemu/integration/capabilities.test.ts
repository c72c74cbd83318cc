import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalHost, type Host, type SpawnOptions, type SpawnedProcess } from '@virtweave/core-util';
import {
  findEmulator,
  formatQemuCapabilities,
  parseQemuCapabilities,
  QemuCapabilitiesCache,
} from '../src/capabilities/index.ts';
import { startForProbing } from '../src/capabilities/emulator-process.ts';
import { qmpErrorClass } from '../src/qmp/index.ts';

/** Counts what is started. */
class CountingHost extends LocalHost {
  started = 0;

  override spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    this.started++;
    return super.spawn(program, args, options);
  }
}

let folder = '';
let emulator = '';
const host = new CountingHost();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweave-caps-'));
  emulator = (await findEmulator(host, 'x86_64')) ?? '';
  if (emulator === '') throw new Error('qemu-system-x86_64 is not installed');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cache = (on: Host = host, version = '1'): QemuCapabilitiesCache =>
  new QemuCapabilitiesCache({ host: on, folder: join(folder, 'cache'), runFolder: join(folder, 'run'), version });

describe('a real QEMU', () => {
  test('is asked once, then known from the file; a damaged file and another version make it asked again', async () => {
    const first = await cache().lookup(emulator);
    const afterFirst = host.started;
    expect(first.hasFlag('tcg')).toBe(true);
    expect(first.machine('q35', 'tcg')?.name).toMatch(/^pc-q35-\d/);
    expect(first.hostCpu('tcg')?.properties.length).toBeGreaterThan(50);
    expect(first.version).toBeGreaterThanOrEqual(6_002_000);

    const again = cache();
    const [second, third] = await Promise.all([again.lookup(emulator), again.lookup(emulator)]);
    expect(host.started).toBe(afterFirst);
    expect(third).toBe(second);
    expect(second.data).toEqual(first.data);

    const [name = ''] = await readdir(join(folder, 'cache'));
    const file = join(folder, 'cache', name);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"tcg"', '"tcq"'));
    expect((await cache().lookup(emulator)).hasFlag('tcg')).toBe(true);
    expect(host.started).toBeGreaterThan(afterFirst);
    const afterDamage = host.started;
    await cache(host, '2').lookup(emulator);
    expect(host.started).toBeGreaterThan(afterDamage);
    expect(await readdir(join(folder, 'run'))).toEqual([]);
  });

  test('its capabilities survive libvirt’s document', async () => {
    const caps = await cache().lookup(emulator);
    const text = formatQemuCapabilities(caps.data);
    expect(formatQemuCapabilities(parseQemuCapabilities(text).data)).toBe(text);
  });

  test('a QMP conversation: commands, refusals, the end', async () => {
    const started = await startForProbing(host, emulator, { folder, name: 'talk', accelerator: 'tcg' });
    const { monitor } = started;
    expect((await monitor.execute('query-status')).running).toBe(false);
    const refused = await monitor.execute('device_del', { id: 'x' }).catch((error: unknown) => error);
    expect(qmpErrorClass(refused)).toBe('DeviceNotFound');
    const [versions, chardevs] = await Promise.all([
      monitor.execute('query-version'),
      monitor.execute('query-chardev'),
    ]);
    expect(versions.qemu.major).toBeGreaterThanOrEqual(6);
    expect(chardevs.map(({ label }) => label)).toContain('monitor');
    const events: string[] = [];
    monitor.onEvent(({ event }) => events.push(event));
    await monitor.execute('quit');
    expect((await monitor.closed)?.message).toBe('internal error: End of file from qemu monitor');
    expect(events).toContain('SHUTDOWN');
    await started.close();
  });

  test('a missing, a forbidden and a broken emulator', async () => {
    await expect(cache().lookup('/nowhere/qemu')).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      detail: 'Cannot check QEMU binary /nowhere/qemu: No such file or directory',
    });
    const broken = join(folder, 'broken');
    await writeFile(broken, '#!/bin/sh\necho "no such luck" >&2\nexit 1\n');
    await expect(cache().lookup(broken)).rejects.toMatchObject({
      detail: expect.stringContaining('is not executable'),
    });
    await chmod(broken, 0o755);
    await expect(cache().lookup(broken)).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      detail: `Failed to start QEMU binary ${broken} for probing: no such luck`,
    });
    await utimes(broken, 1, 1);
    await expect(cache().lookup(broken)).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    expect(await readdir(join(folder, 'run'))).toEqual([]);
  });
});
