import { VirtError } from '@virtweave/core-util';
import type { RunningGuest } from '../engine/running-guest.ts';
import { vcpuInfo, type VcpuInfo } from '../monitor/index.ts';
import { qmpErrorClass, type Json, type JsonObject } from '../qmp/index.ts';
import { whenUnplugged } from '../hotplug/unplug.ts';

/** A running guest's virtual CPUs, as QEMU has them now. */
export async function liveVcpus({ monitor, document }: Pick<RunningGuest, 'monitor' | 'document'>, signal?: AbortSignal): Promise<readonly VcpuInfo[]> {
  const options = signal === undefined ? {} : { signal };
  const [cpus, slots] = await Promise.all([
    monitor.execute('query-cpus-fast', undefined, options),
    monitor.execute('query-hotpluggable-cpus', undefined, options).catch((error: unknown) => {
      // A machine that does not know how to plug CPUs.
      if (qmpErrorClass(error) === undefined) throw error;
      return [];
    }),
  ]);
  return vcpuInfo(document.vcpu.max, cpus as readonly unknown[] as readonly Json[], Array.isArray(slots) ? slots : []);
}

/**
 * Plugs virtual CPUs in or out until the guest has `count`: the first ones that are not there, or the last ones that can go.
 *
 * @returns how many it has now; a guest may refuse to give one up
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` when there are not enough that can be plugged
 */
export async function setVcpuCount(running: RunningGuest, count: number, signal?: AbortSignal): Promise<number> {
  const vcpus = await liveVcpus(running, signal);
  const online = vcpus.filter((one) => one.online);
  const entities = (list: readonly VcpuInfo[]): readonly VcpuInfo[] => list.filter((one) => one.type !== undefined);
  let now = online.length;
  if (count > now) {
    const wanted: VcpuInfo[] = [];
    for (const slot of entities(vcpus.filter((one) => !one.online))) {
      if (now + slots(wanted) >= count) break;
      wanted.push(slot);
    }
    if (now + slots(wanted) !== count) throw notPossible();
    for (const slot of wanted) await plug(running, slot, signal);
    return count;
  }
  const going: VcpuInfo[] = [];
  for (const slot of [...entities(online.filter((one) => one.hotpluggable))].reverse()) {
    if (now - slots(going) <= count) break;
    going.push(slot);
  }
  if (now - slots(going) !== count) throw notPossible();
  for (const slot of going) {
    const alias = slot.alias as string;
    if (!(await whenUnplugged(running, alias, () => running.monitor.execute('device_del', { id: alias }), signal))) {
      throw new VirtError('VIR_ERR_OPERATION_FAILED', `vcpu unplug request timed out. Unplug result must be manually inspected in the domain`, {
        domain: 'VIR_FROM_QEMU',
      });
    }
    now -= slot.vcpus ?? 1;
  }
  return now;
}

const slots = (list: readonly VcpuInfo[]): number => list.reduce((sum, { vcpus = 1 }) => sum + vcpus, 0);

async function plug({ monitor }: RunningGuest, { id, type, props }: VcpuInfo, signal?: AbortSignal): Promise<void> {
  const device: JsonObject = { driver: type as string, id: `vcpu${id}`, ...props };
  await monitor.execute('device_add', device, signal === undefined ? {} : { signal });
}

function notPossible(): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', 'failed to find appropriate hotpluggable vcpus to reach the desired target vcpu count', {
    domain: 'VIR_FROM_QEMU',
  });
}
