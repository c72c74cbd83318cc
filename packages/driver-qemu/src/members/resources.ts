import { VirtError } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { stored } from './define.ts';
import { withGuest, type Members } from './members.ts';
import { impactOf } from './metadata.ts';

const MAXIMUM = 4;

type Resources = Members<'domainSetMemoryFlags' | 'domainGetVcpusFlags' | 'domainSetVcpusFlags' | 'domainMemoryStats'>;

/** Memory and virtual CPUs. */
export function resourceMembers(engine: QemuEngine): Resources {
  return {
    domainSetMemoryFlags: (ref, memory, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetMemoryFlags', call, async (guest, signal) => {
        const { live, config } = impactOf(guest, flags);
        const size = Number(memory);
        if (!Number.isSafeInteger(size) || size <= 0) throw invalid(`memory of ${memory} KiB is not possible`);
        if ((flags & MAXIMUM) !== 0) {
          if (live) throw refused('cannot resize the maximum memory on an active domain');
          return changeDefinition(engine, guest, (definition) => ({
            ...definition,
            memory: { ...definition.memory, size },
            currentMemory: Math.min(definition.currentMemory ?? size, size),
          }));
        }
        if (size > guest.document.memory.size) throw invalid('cannot set memory higher than max memory');
        if (live) {
          const running = guest.requireRunning();
          if (running.document.devices.memballoon?.model.startsWith('virtio') !== true) {
            throw refused('Unable to change memory of active domain without the balloon device and guest OS balloon driver');
          }
          await running.monitor.execute('balloon', { value: size * 1024 }, { signal });
          running.document.currentMemory = size;
          await saveStatus(engine, guest, running);
        }
        if (config) await changeDefinition(engine, guest, (definition) => ({ ...definition, currentMemory: size }));
      }),

    async domainGetVcpusFlags(ref, flags) {
      const guest = engine.guests.get(ref);
      const { live } = impactOf(guest, flags & 3);
      const { vcpu } = live ? guest.document : guest.requirePersistent();
      return (flags & MAXIMUM) !== 0 ? vcpu.max : (vcpu.current ?? vcpu.max);
    },

    domainSetVcpusFlags: (ref, count, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetVcpusFlags', call, async (guest) => {
        const { live } = impactOf(guest, flags & 3);
        if (count <= 0) throw invalid(`argument nvcpus must be greater than zero`);
        if (live) {
          throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', 'cannot change vCPU count of a running domain yet', { domain: 'VIR_FROM_QEMU' });
        }
        await changeDefinition(engine, guest, (definition) => {
          if ((flags & MAXIMUM) !== 0) {
            const current = Math.min(definition.vcpu.current ?? definition.vcpu.max, count);
            const { current: _, ...vcpu } = definition.vcpu;
            return { ...definition, vcpu: { ...vcpu, max: count, ...(current < count && { current }) } };
          }
          if (count > definition.vcpu.max) {
            throw invalid(`requested vcpus is greater than max allowable vcpus for the persistent domain: ${count} > ${definition.vcpu.max}`);
          }
          const { current: _, ...vcpu } = definition.vcpu;
          return { ...definition, vcpu: { ...vcpu, ...(count < vcpu.max && { current: count }) } };
        });
      }),

    async domainMemoryStats(ref) {
      const guest = engine.guests.get(ref);
      const running = guest.requireRunning();
      const { memory, currentMemory } = running.document;
      const rss = await residentKib(engine, running.process.pid);
      return [
        { tag: 6, value: BigInt(currentMemory ?? memory.size) },
        { tag: 7, value: rss },
      ];
    },
  };
}

/** Replaces the stored definition: the file first, then what this process knows. */
async function changeDefinition(engine: QemuEngine, guest: Guest, change: (definition: Domain) => Domain): Promise<void> {
  const definition = change(guest.requirePersistent());
  await engine.definitions.put(guest.name, stored(definition));
  guest.definition = definition;
}

async function residentKib({ host }: QemuEngine, pid: number): Promise<bigint> {
  const text = (await host.readFile(`/proc/${pid}/status`, { maxBytes: 16 * 1024 })).toString('latin1');
  return BigInt(/^VmRSS:\s*(\d+)/m.exec(text)?.[1] ?? 0);
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_QEMU' });
}

function refused(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_QEMU' });
}
