import type { Domain } from '@virtweave/core-api';
import { isVirtError } from '@virtweave/core-util';
import { readXml } from '@virtweave/core-util/xml';

/** What the hypervisor counts of a guest, one line each; what it does not count is left out. */
export async function statistics(domain: Domain, signal: AbortSignal): Promise<readonly string[]> {
  const info = await domain.info({ signal });
  const lines = [
    `${info.vcpus} vCPU, ${Math.round(info.memory / 1024)} of ${Math.round(info.maxMemory / 1024)} MiB memory, ` +
      `${(Number(info.cpuTime) / 1e9).toFixed(2)} s processor time`,
  ];
  const add = async (name: string, read: () => Promise<object>): Promise<void> => {
    try {
      const values = Object.entries(await read()).map(([key, value]) => `${key}=${String(value)}`);
      if (values.length > 0) lines.push(`${name}: ${values.join(' ')}`);
    } catch (error) {
      if (!isVirtError(error, 'VIR_ERR_NO_SUPPORT')) throw error;
    }
  };
  await add('memory', () => domain.memoryStats({ signal }));
  const devices = readXml(await domain.xml({ signal })).child('devices');
  for (const disk of devices?.all('disk') ?? []) {
    const name = disk.child('target')?.attr('dev');
    if (name !== undefined) await add(name, () => domain.blockStats(name, { signal }));
  }
  return lines;
}
