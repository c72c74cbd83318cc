import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver } from '@virtweave/core-api';
import { startLibvirtd, type Libvirtd } from '../../../../core-testkit/test/support/libvirtd.ts';
import { Daemon } from '../../../src/index.ts';

/** libvirt's daemon and ours beside each other. */
export interface Worlds {
  /** The socket of a libvirtd of one's own. */
  readonly theirs: string;
  readonly ours: string;
  /** For what programs write; gone at the end. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Both daemons. `drivers` go before the installed ones in ours. */
export async function startWorlds(drivers: readonly Driver[] = []): Promise<Worlds> {
  const folder = mkdtempSync(join(tmpdir(), 'virtweave-worlds-'));
  const ours = join(folder, 'sock');
  let libvirtd: Libvirtd | undefined;
  let daemon: Daemon | undefined;
  const close = async (): Promise<void> => {
    await daemon?.close();
    await libvirtd?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    daemon = await Daemon.start({ unix: { path: ours } }, drivers.length === 0 ? {} : { drivers });
    libvirtd = await startLibvirtd();
    return { theirs: libvirtd.socket, ours, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}
