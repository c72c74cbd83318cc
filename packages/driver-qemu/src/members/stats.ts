import type { DomainStatsRecord, TypedParams } from '@virtweave/core-api';
import { ParamList, domainFilters, passesFilters } from '@virtweave/core-api/driver-kit';
import { guestView, interfaceCounters, type InterfaceCounters } from '@virtweave/core-util/netdev';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { stateNumbers } from '../engine/guest-state.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { cpuTimeOf } from '../lifecycle/cpu-time.ts';
import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';
import { filterFacts } from './filter-facts.ts';
import type { Members } from './members.ts';

/** `virDomainStatsTypes` */
const STATE = 1;
const CPU_TOTAL = 2;
const BALLOON = 4;
const VCPU = 8;
const INTERFACE = 16;
const BLOCK = 32;
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
  }
  if ((wanted & VCPU) !== 0) {
    const { current, max } = document.vcpu;
    params.uint('vcpu.current', current ?? max).uint('vcpu.maximum', max);
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

async function blockStats(params: ParamList, guest: Guest, running: RunningGuest | undefined): Promise<void> {
  const { disks } = guest.document.devices;
  params.uint('block.count', disks.length);
  const answers = running === undefined ? [] : await running.monitor.execute('query-blockstats');
  const byDevice = new Map<string, JsonObject>();
  for (const answer of Array.isArray(answers) ? answers : []) {
    if (!isJsonObject(answer) || !isJsonObject(answer.stats)) continue;
    if (typeof answer.qdev === 'string') byDevice.set(answer.qdev, answer.stats);
  }
  disks.forEach((disk, index) => {
    const name = `block.${index}`;
    params.string(`${name}.name`, disk.target.dev);
    const { source } = disk;
    const path = source.type === 'file' ? source.file : source.type === 'block' ? source.dev : undefined;
    if (path !== undefined) params.string(`${name}.path`, path);
    const stats = findStats(byDevice, disk.alias);
    if (stats === undefined) return;
    params.ullong(`${name}.rd.reqs`, count(stats.rd_operations)).ullong(`${name}.rd.bytes`, count(stats.rd_bytes));
    params.ullong(`${name}.rd.times`, count(stats.rd_total_time_ns));
    params.ullong(`${name}.wr.reqs`, count(stats.wr_operations)).ullong(`${name}.wr.bytes`, count(stats.wr_bytes));
    params.ullong(`${name}.wr.times`, count(stats.wr_total_time_ns));
    params.ullong(`${name}.fl.reqs`, count(stats.flush_operations)).ullong(`${name}.fl.times`, count(stats.flush_total_time_ns));
  });
}

/** QEMU names the device by its id or, for virtio, by the path of the part that does the work. */
function findStats(byDevice: ReadonlyMap<string, JsonObject>, alias: string | undefined): JsonObject | undefined {
  if (alias === undefined) return undefined;
  return byDevice.get(alias) ?? byDevice.get(`/machine/peripheral/${alias}/virtio-backend`) ?? byDevice.get(`/machine/peripheral/${alias}`);
}

function count(value: Json | undefined): bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
}
