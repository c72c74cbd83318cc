import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';

/** Where a vCPU sits; each number is absent where the machine has no such level. */
export interface VcpuTopology {
  readonly node?: number;
  readonly socket?: number;
  readonly die?: number;
  readonly cluster?: number;
  readonly core?: number;
  readonly thread?: number;
}

/** What QEMU says about one vCPU (`qemuMonitorCPUInfo`). */
export interface VcpuInfo {
  /** The vCPU's number in the document. */
  readonly id: number;
  readonly online: boolean;
  /** It can be unplugged, or plugged while it is offline. */
  readonly hotpluggable: boolean;
  /** Thread of the host. */
  readonly threadId?: number;
  /** QEMU's own number. */
  readonly cpuIndex?: number;
  /** Only on the first vCPU of what is plugged as one: when it came, from 1. */
  readonly enableId?: number;
  /** QEMU's type of device; like all that follows only on the first vCPU of what is plugged as one. */
  readonly type?: string;
  /** Name of the device, where it was plugged. */
  readonly alias?: string;
  readonly qomPath?: string;
  readonly topology?: VcpuTopology;
  /** Properties that plug it again. */
  readonly props?: JsonObject;
  /** How many vCPUs are plugged as one. */
  readonly vcpus?: number;
}

interface Slot {
  readonly type: string;
  readonly qomPath: string | undefined;
  readonly vcpus: number;
  readonly topology: VcpuTopology;
  readonly props: JsonObject;
  readonly first: number;
}

const peripheral = '/machine/peripheral/';

/**
 * The vCPUs of a guest: the replies of `query-cpus-fast` and `query-hotpluggable-cpus`, brought together. vCPUs are
 * numbered by their place in the machine, whatever the order in which they were plugged.
 *
 * @param hotpluggable undefined for machines that do not know how to plug CPUs
 */
export function vcpuInfo(maxVcpus: number, cpus: readonly Json[], hotpluggable?: readonly Json[]): readonly VcpuInfo[] {
  const running = cpus.filter(isJsonObject);
  if (hotpluggable === undefined || hotpluggable.length === 0) return fixed(maxVcpus, running);
  const slots = slotsOf(hotpluggable.filter(isJsonObject));
  const infos: VcpuInfo[] = [];
  for (const slot of slots) {
    const alias = slot.qomPath?.startsWith(peripheral) === true ? slot.qomPath.slice(peripheral.length) : undefined;
    const common = { online: slot.qomPath !== undefined, hotpluggable: slot.qomPath === undefined || alias !== undefined };
    for (let i = 0; i < slot.vcpus; i += 1) {
      const own = i > 0 ? {} : { type: slot.type, topology: slot.topology, props: slot.props, vcpus: slot.vcpus };
      infos.push({
        id: slot.first + i,
        ...common,
        ...own,
        ...(i > 0 || alias === undefined ? {} : { alias }),
        ...(i > 0 || slot.qomPath === undefined ? {} : { qomPath: slot.qomPath }),
      });
    }
  }
  place(infos, slots, running);
  return infos.slice(0, maxVcpus);
}

/** Gives each running vCPU its thread. Those of one slot come in the order of their threads. */
function place(infos: VcpuInfo[], slots: readonly Slot[], running: readonly JsonObject[]): void {
  const byPath = new Map(slots.flatMap((slot) => (slot.qomPath === undefined ? [] : [[slot.qomPath, slot] as const])));
  const taken = new Map<Slot, number>();
  let enabled = 0;
  for (const cpu of running) {
    const slot = slotAt(byPath, String(cpu['qom-path'] ?? ''));
    if (slot === undefined) continue;
    const nth = taken.get(slot) ?? 0;
    taken.set(slot, nth + 1);
    const info = nth < slot.vcpus ? infos[slot.first + nth] : undefined;
    if (info === undefined) continue;
    if (nth === 0) enabled += 1;
    infos[slot.first + nth] = { ...info, ...(nth === 0 ? { enableId: enabled } : {}), ...thread(cpu) };
  }
}

/** The slot whose object this is, or is below. */
function slotAt(slots: ReadonlyMap<string, Slot>, path: string): Slot | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
    const slot = slots.get(at);
    if (slot !== undefined) return slot;
  }
  return undefined;
}

function thread(cpu: JsonObject): { threadId?: number; cpuIndex?: number } {
  const threadId = integer(cpu['thread-id']);
  const cpuIndex = integer(cpu['cpu-index']);
  return { ...(threadId === undefined ? {} : { threadId }), ...(cpuIndex === undefined ? {} : { cpuIndex }) };
}

/** A machine whose CPUs cannot be plugged: they are all there, in QEMU's order. */
function fixed(maxVcpus: number, running: readonly JsonObject[]): readonly VcpuInfo[] {
  return Array.from({ length: maxVcpus }, (_, id) => {
    const cpu = running[id];
    return { id, online: cpu !== undefined, hotpluggable: false, ...(cpu === undefined ? {} : thread(cpu)) };
  });
}

const levels = ['node', 'socket', 'die', 'cluster', 'core', 'thread'] as const;

/** In the order of their places; QEMU lists the last one first. */
function slotsOf(entries: readonly JsonObject[]): Slot[] {
  const places = entries
    .map((entry) => {
      const props = isJsonObject(entry['props']) ? entry['props'] : {};
      const found = levels.flatMap((level) => {
        const value = integer(props[`${level}-id`]);
        return value === undefined ? [] : [[level, value] as const];
      });
      return { entry, props, topology: Object.fromEntries(found) as VcpuTopology };
    })
    .sort((a, b) => compare(a.topology, b.topology));
  let first = 0;
  return places.map(({ entry, props, topology }) => {
    const vcpus = Math.max(integer(entry['vcpus-count']) ?? 1, 1);
    const qomPath = entry['qom-path'];
    const slot: Slot = {
      type: String(entry['type'] ?? ''),
      qomPath: typeof qomPath === 'string' ? qomPath : undefined,
      vcpus,
      topology,
      props,
      first,
    };
    first += vcpus;
    return slot;
  });
}

function compare(a: VcpuTopology, b: VcpuTopology): number {
  // The node follows from the other places; where QEMU says it for some only, it must not part them.
  for (const level of levels.slice(1)) {
    const by = (a[level] ?? -1) - (b[level] ?? -1);
    if (by !== 0) return by;
  }
  return 0;
}

function integer(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}
