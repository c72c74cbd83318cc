import type { DomainStatsRecord, TypedParams } from '@virtweave/core-api';
import { ParamList, domainFilters, passesFilters } from '@virtweave/core-api/driver-kit';
import { guestView, interfaceCounters, type InterfaceCounters } from '@virtweave/core-util/netdev';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { stateNumbers } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { imageOf, queryBlock } from '../block/live-disk.ts';
import { cpuTimeOf, residentKib, threadTimes } from '../lifecycle/cpu-time.ts';
import { guestMemoryStats, memoryStatNames } from '../lifecycle/memory-stats.ts';
import { liveVcpus } from '../lifecycle/vcpu-plug.ts';
import type { Json } from '../qmp/index.ts';
import { filterFacts } from './filter-facts.ts';
import type { Members } from './members.ts';

/** `virDomainStatsTypes` */
const STATE = 1;
const CPU_TOTAL = 2;
const BALLOON = 4;
const VCPU = 8;
const INTERFACE = 16;
const BLOCK = 32;
/** `virVcpuState` */
const VCPU_RUNNING = 1;
const ALL = STATE | CPU_TOTAL | BALLOON | VCPU | INTERFACE | BLOCK;

/** Statistics of many guests in one call. */
export function statsMembers(engine: QemuEngine): Members<'connectGetAllDomainStats'> {
  return {
    async connectGetAllDomainStats(refs, stats, flags) {
      const wanted = stats === 0 ? ALL : stats;
      const guests = refs.length > 0 ? refs.map((ref) => engine.guests.get(ref)) : [...engine.guests];
      const chosen = guests.filter((guest) => passesFilters(filterFacts(guest), flags & 0xff, domainFilters));
      // One read for all guests; none where no guest has an interface of the host.
      const taps = (wanted & INTERFACE) !== 0 && chosen.some(({ running }) => running?.document.devices.interfaces.some(({ target }) => target?.dev !== undefined));
      const counters = taps ? await interfaceCounters(engine.host) : new Map<string, InterfaceCounters>();
      return Promise.all(
        chosen.map(async (guest): Promise<DomainStatsRecord> => ({ domain: guest.ref, params: await statsOf(engine, guest, wanted, counters) })),
      );
    },
  };
}

async function statsOf(
  engine: QemuEngine,
  guest: Guest,
  wanted: number,
  counters: ReadonlyMap<string, InterfaceCounters>,
): Promise<TypedParams> {
  const params = new ParamList();
  const { running } = guest;
  const document = guest.document;
  if ((wanted & STATE) !== 0) {
    const { state, reason } = stateNumbers(guest.state);
    params.int('state.state', state).int('state.reason', reason);
  }
  if ((wanted & CPU_TOTAL) !== 0 && running !== undefined) {
    const { user, system, total } = await cpuTimeOf(engine.host, running.process);
    params.ullong('cpu.time', total).ullong('cpu.user', user).ullong('cpu.system', system);
  }
  if ((wanted & BALLOON) !== 0) {
    params.ullong('balloon.current', BigInt(document.currentMemory ?? document.memory.size));
    params.ullong('balloon.maximum', BigInt(document.memory.size));
    if (running !== undefined) {
      for (const { tag, value } of await guestMemoryStats(running)) params.ullong(`balloon.${memoryStatNames[tag] ?? tag}`, value);
      params.ullong('balloon.rss', await residentKib(engine.host, running.process.pid));
    }
  }
  if ((wanted & VCPU) !== 0) {
    const { current, max } = document.vcpu;
    params.uint('vcpu.current', current ?? max).uint('vcpu.maximum', max);
    if (running !== undefined) await vcpuStats(engine, params, running);
  }
  if ((wanted & INTERFACE) !== 0) {
    if (running !== undefined) interfaceStats(params, running, counters);
  }
  if ((wanted & BLOCK) !== 0) await blockStats(params, guest, running);
  return params.list;
}

function interfaceStats(params: ParamList, { document }: RunningGuest, counters: ReadonlyMap<string, InterfaceCounters>): void {
  const { interfaces } = document.devices;
  params.uint('net.count', interfaces.length);
  interfaces.forEach(({ target }, index) => {
    if (target?.dev === undefined) return;
    const name = `net.${index}`;
    params.string(`${name}.name`, target.dev);
    const host = counters.get(target.dev);
    if (host === undefined) return;
    const guest = guestView(host);
    params.ullong(`${name}.rx.bytes`, guest.rxBytes).ullong(`${name}.rx.pkts`, guest.rxPackets);
    params.ullong(`${name}.rx.errs`, guest.rxErrs).ullong(`${name}.rx.drop`, guest.rxDrop);
    params.ullong(`${name}.tx.bytes`, guest.txBytes).ullong(`${name}.tx.pkts`, guest.txPackets);
    params.ullong(`${name}.tx.errs`, guest.txErrs).ullong(`${name}.tx.drop`, guest.txDrop);
  });
}

async function vcpuStats({ host }: QemuEngine, params: ParamList, running: RunningGuest): Promise<void> {
  for (const { id, online, threadId } of await liveVcpus(running)) {
    if (!online) continue;
    params.int(`vcpu.${id}.state`, VCPU_RUNNING);
    const times = threadId === undefined ? undefined : await threadTimes(host, running.process, threadId);
    if (times !== undefined) params.ullong(`vcpu.${id}.time`, times.total);
  }
}

async function blockStats(params: ParamList, guest: Guest, running: RunningGuest | undefined): Promise<void> {
  const { disks } = guest.document.devices;
  params.uint('block.count', disks.length);
  const state = running === undefined ? undefined : await queryBlock(running);
  disks.forEach((disk, index) => {
    const name = `block.${index}`;
    params.string(`${name}.name`, disk.target.dev);
    const { source } = disk;
    const path = source.type === 'file' ? source.file : source.type === 'block' ? source.dev : undefined;
    if (path !== undefined) params.string(`${name}.path`, path);
    const stats = state?.statsOf(disk);
    if (stats === undefined) return;
    params.ullong(`${name}.rd.reqs`, count(stats.rd_operations)).ullong(`${name}.rd.bytes`, count(stats.rd_bytes));
    params.ullong(`${name}.rd.times`, count(stats.rd_total_time_ns));
    params.ullong(`${name}.wr.reqs`, count(stats.wr_operations)).ullong(`${name}.wr.bytes`, count(stats.wr_bytes));
    params.ullong(`${name}.wr.times`, count(stats.wr_total_time_ns));
    params.ullong(`${name}.fl.reqs`, count(stats.flush_operations)).ullong(`${name}.fl.times`, count(stats.flush_total_time_ns));
    const image = state === undefined ? undefined : imageOf(state, disk);
    if (image === undefined) return;
    const { allocation, capacity, physical } = image;
    params.ullong(`${name}.allocation`, allocation ?? physical ?? capacity).ullong(`${name}.capacity`, capacity);
    params.ullong(`${name}.physical`, physical ?? capacity);
  });
}

function count(value: Json | undefined): bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
}
