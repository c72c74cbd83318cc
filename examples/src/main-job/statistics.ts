import type { Domain, Parameters } from '@virtweave/core-api';
import { isVirtError } from '@virtweave/core-util';

/** What the hypervisor counts of a guest, one line each; what it does not count is left out. */
export async function statistics(domain: Domain, signal: AbortSignal): Promise<readonly string[]> {
  const info = await domain.info({ signal });
  const lines = [
    `${info.vcpus} vCPU, ${Math.round(info.memory / 1024)} of ${Math.round(info.maxMemory / 1024)} MiB memory, ` +
      `${(Number(info.cpuTime) / 1e9).toFixed(2)} s processor time`,
  ];
  const add = async (read: () => Promise<readonly string[]>): Promise<void> => {
    try {
      lines.push(...(await read()));
    } catch (error) {
      if (!isVirtError(error, 'VIR_ERR_NO_SUPPORT')) throw error;
    }
  };
  await add(async () => {
    const memory = Object.entries(await domain.memoryStats({ signal }));
    return memory.length === 0 ? [] : [`memory: ${memory.map(([name, kib]) => `${name}=${kib}`).join(' ')}`];
  });
  await add(async () => groups(await domain.stats(0, { signal })));
  return lines;
}

/** `{ 'block.0.rd.bytes': 512n, 'block.0.name': 'vda' }` as `block.0: rd.bytes=512 name=vda`. */
export function groups(stats: Parameters): readonly string[] {
  const byGroup = new Map<string, string[]>();
  for (const [name, value] of Object.entries(stats)) {
    const [, group, rest] = /^(\w+(?:\.\d+)?)\.(.+)$/.exec(name) ?? [];
    // State and number of things were told already.
    if (group === undefined || group === 'state' || rest === 'count') continue;
    byGroup.set(group, [...(byGroup.get(group) ?? []), `${rest}=${String(value)}`]);
  }
  return [...byGroup].map(([group, values]) => `${group}: ${values.join(' ')}`);
}
