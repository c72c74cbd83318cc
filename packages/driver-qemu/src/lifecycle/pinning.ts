import { Bitmap, type Host } from '@virtweave/core-util';
import type { RunningGuest } from '../engine/running-guest.ts';
import { liveVcpus } from './vcpu-plug.ts';

/** How many CPUs the host has, on line or not. */
export async function hostCpuCount(host: Host): Promise<number> {
  const present = (await host.readFile('/sys/devices/system/cpu/present', { maxBytes: 4096 })).toString('latin1');
  return Bitmap.parse(present.trim()).lastSet() + 1;
}

/** Lets a thread run on these CPUs only. */
export async function pinThread(host: Host, thread: number, cpuset: string): Promise<void> {
  await host.run('taskset', ['--cpu-list', '--pid', cpuset, String(thread)]);
}

/** Puts a new QEMU's threads where the document wants them. */
export async function applyPins(host: Host, running: RunningGuest, signal?: AbortSignal): Promise<void> {
  const { cputune, vcpu } = running.document;
  const emulator = cputune?.emulatorpin?.cpuset ?? vcpu.cpuset;
  const pins = cputune?.vcpupin ?? [];
  if (emulator === undefined && pins.length === 0) return;
  if (emulator !== undefined) await pinThread(host, running.process.pid, emulator);
  for (const { id, threadId } of await liveVcpus(running, signal)) {
    const cpuset = pins.find((pin) => pin.vcpu === id)?.cpuset ?? vcpu.cpuset;
    if (threadId !== undefined && cpuset !== undefined) await pinThread(host, threadId, cpuset);
  }
}
