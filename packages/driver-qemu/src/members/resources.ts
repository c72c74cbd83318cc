import { VirtError } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import { residentKib } from '../lifecycle/cpu-time.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { setVcpuCount } from '../lifecycle/vcpu-plug.ts';
import { guestMemoryStats } from '../lifecycle/memory-stats.ts';
import { changeDefinition, changeDocuments } from './change.ts';
import { guestVcpuCount, setGuestVcpuCount } from './agent.ts';
import { withGuest, type Members } from './members.ts';
import { impactOf } from './metadata.ts';

const MAXIMUM = 4;
const GUEST = 8;
/** `virDomainMemoryStatTags` */
const ACTUAL = 6;
const RSS = 7;

type Resources = Members<'domainSetMemoryFlags' | 'domainGetVcpusFlags' | 'domainSetVcpusFlags' | 'domainMemoryStats' | 'domainSetMemoryStatsPeriod'>;

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

    async domainGetVcpusFlags(ref, flags, call) {
      const guest = engine.guests.get(ref);
      if ((flags & GUEST) !== 0) return guestVcpuCount(engine, guest, flags, call);
      const { live } = impactOf(guest, flags & 3);
      const { vcpu } = live ? guest.document : guest.requirePersistent();
      return (flags & MAXIMUM) !== 0 ? vcpu.max : (vcpu.current ?? vcpu.max);
    },

    async domainSetVcpusFlags(ref, count, flags, call) {
      if ((flags & GUEST) !== 0) return setGuestVcpuCount(engine, engine.guests.get(ref), count, call);
      return withGuest(engine, ref, 'modify', 'domainSetVcpusFlags', call, async (guest, signal) => {
        const { live, config } = impactOf(guest, flags & 3);
        if (count <= 0) throw invalid(`argument nvcpus must be greater than zero`);
        if (live) {
          if ((flags & MAXIMUM) !== 0) throw invalid("maximum vcpu count of a live domain can't be modified");
          const running = guest.requireRunning();
          const { max } = running.document.vcpu;
          if (count > max) throw invalid(`requested vcpus is greater than max allowable vcpus for the live domain: ${count} > ${max}`);
          const now = await setVcpuCount(running, count, signal);
          running.document = withVcpus(running.document, now);
          await saveStatus(engine, guest, running);
        }
        if (config) await changeDefinition(engine, guest, (definition) => {
          if ((flags & MAXIMUM) !== 0) {
            const current = Math.min(definition.vcpu.current ?? definition.vcpu.max, count);
            const { current: _, ...vcpu } = definition.vcpu;
            return { ...definition, vcpu: { ...vcpu, max: count, ...(current < count && { current }) } };
          }
          if (count > definition.vcpu.max) {
            throw invalid(`requested vcpus is greater than max allowable vcpus for the persistent domain: ${count} > ${definition.vcpu.max}`);
          }
          return withVcpus(definition, count);
        });
      });
    },

    domainMemoryStats: (ref, _flags, call) =>
      withGuest(engine, ref, 'query', 'domainMemoryStats', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const { memory, currentMemory } = running.document;
        const rss = await residentKib(engine.host, running.process.pid);
        const told = await guestMemoryStats(running, signal);
        return [{ tag: ACTUAL, value: BigInt(currentMemory ?? memory.size) }, ...told, { tag: RSS, value: rss }];
      }),

    domainSetMemoryStatsPeriod: (ref, period, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetMemoryStatsPeriod', call, async (guest, signal) => {
        const impact = impactOf(guest, flags);
        if (period < 0) throw invalid('period must not be negative');
        if (impact.live) {
          const { monitor, document } = guest.requireRunning();
          const { memballoon } = document.devices;
          if (memballoon?.model.startsWith('virtio') !== true) throw refused('Memory balloon model must be virtio to set the collection period');
          const path = `/machine/peripheral/${memballoon.alias ?? 'balloon0'}`;
          await monitor.execute('qom-set', { path, property: 'guest-stats-polling-interval', value: period }, { signal });
        }
        await changeDocuments(engine, guest, impact, (document) => {
          const { memballoon } = document.devices;
          if (memballoon?.model.startsWith('virtio') !== true) throw refused('Memory balloon model must be virtio to set the collection period');
          const { statsPeriod: _, ...rest } = memballoon;
          return { ...document, devices: { ...document.devices, memballoon: { ...rest, ...(period > 0 && { statsPeriod: period }) } } };
        });
      }),
  };
}

/** With this many CPUs; which ones these are follows from their number. */
function withVcpus({ vcpus: _, ...document }: Domain, count: number): Domain {
  const { current: __, ...vcpu } = document.vcpu;
  return { ...document, vcpu: { ...vcpu, ...(count < vcpu.max && { current: count }) } };
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_QEMU' });
}

function refused(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_QEMU' });
}
