import { pageSize } from '../capabilities/page-size.ts';
import { interconnects, numaCache, type Interconnects, type NumaCache } from '../domain/cpu.ts';
import { kib } from '../common/size.ts';
import { child, list, some, within } from '../table/child.ts';
import { str, uint, uint64, type Int64 } from '../table/codec.ts';
import { attr, attrRequired, textRequired, type Required } from '../table/field.ts';
import { nameCheck, table, type Table } from '../table/table.ts';

/** `<topology>`: where memory and CPUs of the host are. */
export interface HostTopology {
  cells: HostNumaCell[];
  /** How fast the nodes reach memory. */
  interconnects?: Interconnects;
}

/** `<cell>`: a NUMA node of the host. */
export interface HostNumaCell {
  id: number;
  /** KiB. */
  memory?: number;
  pages?: HostPages[];
  /** From this node to the others. */
  distances?: HostDistance[];
  /** Caches in front of the memory of the node. */
  caches?: NumaCache[];
  cpus: LogicalCpu[];
}

/** `<pages>`: memory pages of a size. */
export interface HostPages {
  /** KiB. */
  size: number;
  count: Int64;
}

export interface HostDistance {
  /** The other node. */
  id: number;
  /** 10: the node itself. */
  value: number;
}

/** `<cpu>`: a CPU as the host's scheduler sees it, and where it sits. Numbers are absent where they are not known. */
export interface LogicalCpu {
  id: number;
  socketId?: number;
  dieId?: number;
  clusterId?: number;
  coreId?: number;
  /** The CPUs of its core, such as `0-1`. */
  siblings?: string;
}

/** The table of `<topology>`, in the order in which libvirt writes it. */
export function hostTopology(): Table<HostTopology> {
  const pages = table<HostPages>(() => ({ size: pageSize, count: textRequired(uint64) }));
  const distance = table<HostDistance>(() => ({ id: attrRequired('id', uint), value: attrRequired('value', uint) }));
  const cpu = table<LogicalCpu>(() => ({
    id: attrRequired('id', uint),
    socketId: attr('socket_id', uint),
    dieId: attr('die_id', uint),
    clusterId: attr('cluster_id', uint),
    coreId: attr('core_id', uint),
    siblings: attr('siblings', str),
  }));
  const cell = table<HostNumaCell>(() => ({
    id: attrRequired('id', uint),
    memory: kib('memory'),
    pages: some('pages', pages),
    distances: within('distances', some('sibling', distance)),
    caches: some('cache', numaCache),
    cpus: counted('cpus', list('cpu', cpu)),
  }));
  return table<HostTopology>(() => ({
    cells: counted('cells', list('cell', cell)),
    interconnects: child('interconnects', interconnects),
  }));
}

/** `<cpus num='2'><cpu/><cpu/></cpus>`: a list that tells its length. */
function counted<T>(name: string, items: Required<T[]>): Required<T[]> {
  const inner = within(name, items);
  const check = nameCheck([{ ...items, attributes: ['num'] } as Required<unknown>]);
  return {
    ...inner,
    writeChildren(all, out, owner) {
      out.xml.open(name).attr('num', String(all.length));
      items.writeChildren?.(all, out, owner);
      out.xml.close();
    },
    inner: () => check,
  };
}
