import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Corpus } from '../src/corpus.ts';
import { acceptAll } from '../src/qemu-accept/accept-all.ts';

/** One of each kind; `npm run qemu-accept` starts all. None needs root or a network. */
const sample = new Set([
  'x86_64-pc-minimal.x86_64-latest',
  'x86_64-q35-minimal.x86_64-latest',
  'disk-fmt-qcow.x86_64-latest',
  'disk-sata-device.x86_64-latest',
  'luks-disks.x86_64-latest',
  'net-user.x86_64-latest',
  'graphics-vnc-socket.x86_64-latest',
  'channel-virtio-unix.x86_64-latest',
  'usb-hub-autoadd-deluxe.x86_64-latest',
  'cpu-numa1.x86_64-latest',
]);

const corpus = new Corpus(fileURLToPath(new URL('../../../shared/conformance', import.meta.url)));
const lacking = !corpus.exists
  ? 'there is no corpus'
  : spawnSync('qemu-system-x86_64', ['--version']).status !== 0
    ? 'qemu-system-x86_64 is not installed'
    : undefined;

(lacking === undefined ? test : test.skip)(`the real QEMU takes our command lines${lacking === undefined ? '' : ` (${lacking})`}`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vwa-'));
  try {
    const results = await acceptAll(corpus, { folder, jobs: 2, wanted: (name) => sample.has(name) });
    expect(results.filter(({ accepted }) => !accepted)).toEqual([]);
    expect(results).toHaveLength(sample.size);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
