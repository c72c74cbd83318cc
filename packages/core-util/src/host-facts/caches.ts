import { Bitmap } from '../bitmap.ts';
import type { CacheType } from './resctrl.ts';
import { factNumber, factText, numbered, type FactsHost } from './sysfs.ts';

/** A cache of the host's CPUs. */
export interface CacheBank {
  readonly id: number;
  readonly level: number;
  readonly type: CacheType;
  /** Bytes. */
  readonly size: number;
  /** CPUs that share it, such as `0-3,8`. */
  readonly cpus: string;
}

const folder = '/sys/devices/system/cpu';
/** Caches of the first level belong to one core, and are not told. */
const firstLevel = 2;

const types: Readonly<Record<string, CacheType>> = { Unified: 'both', Instruction: 'code', Data: 'data' };

/** The host's caches from the second level up, each once, by level and number. */
export async function readCacheBanks(host: FactsHost): Promise<readonly CacheBank[]> {
  const online = await factText(host, `${folder}/online`);
  const numbers = numbered((await host.list(folder)) ?? [], 'cpu');
  const set = online === undefined || online.trim() === '' ? undefined : Bitmap.parse(online.trim());
  const cpus = set === undefined ? numbers : numbers.filter((cpu) => set.has(cpu));
  const found = (await Promise.all(cpus.map((cpu) => readBanks(host, cpu)))).flat();
  const banks = new Map<string, CacheBank>();
  for (const bank of found) {
    const key = `${bank.level} ${bank.id} ${bank.type}`;
    if (!banks.has(key)) banks.set(key, bank);
  }
  return [...banks.values()].sort((a, b) => a.level - b.level || a.id - b.id || (a.type < b.type ? -1 : 1));
}

async function readBanks(host: FactsHost, cpu: number): Promise<readonly CacheBank[]> {
  const indexes = numbered((await host.list(`${folder}/cpu${cpu}/cache`)) ?? [], 'index');
  const banks = await Promise.all(indexes.map((index) => readBank(host, `${folder}/cpu${cpu}/cache/index${index}`)));
  return banks.filter((bank) => bank !== undefined);
}

/** Undefined for the first level, and for caches that the kernel has no number for. */
async function readBank(host: FactsHost, index: string): Promise<CacheBank | undefined> {
  const [id, level, type, size, cpus] = await Promise.all(
    ['id', 'level', 'type', 'size', 'shared_cpu_list'].map((name) => factText(host, `${index}/${name}`)),
  );
  const kind = types[type?.trim() ?? ''];
  if (id === undefined || kind === undefined || cpus === undefined || factNumber(level) < firstLevel) return undefined;
  const shared = Bitmap.parse(cpus.trim()).toString();
  return { id: factNumber(id), level: factNumber(level), type: kind, size: bytes(size), cpus: shared };
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function bytes(text: string | undefined): number {
  const [, digits, unit = ''] = /^(\d{1,9})([KMG]?)$/.exec(text?.trim() ?? '') ?? [];
  return Number(digits ?? 0) * (units[unit] ?? 1);
}
