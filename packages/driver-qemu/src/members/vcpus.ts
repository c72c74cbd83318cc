import type { TypedParams } from '@virtweave/core-api';
import { ParamList } from '@virtweave/core-api/driver-kit';
import type { Domain } from '@virtweave/core-conf';
import { Bitmap, VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { cpuTimeOf, threadTimes } from '../lifecycle/cpu-time.ts';
import { hostCpuCount, pinThread } from '../lifecycle/pinning.ts';
import { liveVcpus } from '../lifecycle/vcpu-plug.ts';
import { changeDefinition, changeLive, refuseBoth } from './change.ts';
import { withGuest, type Members } from './members.ts';
import { impactOf } from './metadata.ts';

type Vcpus = Members<
  | 'domainGetVcpus' | 'domainGetVcpuPinInfo' | 'domainPinVcpuFlags' | 'domainGetEmulatorPinInfo' | 'domainPinEmulator'
  | 'domainGetCPUStats'
>;

/** `virVcpuState` */
const RUNNING = 1;
const WHOLE = -1;

/** Where virtual CPUs run, and how long they have. */
export function vcpuMembers(engine: QemuEngine): Vcpus {
  const { host } = engine;
  return {
    domainGetVcpus: (ref, call) =>
      withGuest(engine, ref, 'query', 'domainGetVcpus', call, async (guest, signal) => {
        const running = guest.running;
        if (running === undefined) throw refused('cannot list vcpus for an inactive domain');
        const cpus = await hostCpuCount(host);
        const vcpus = (await liveVcpus(running, signal)).filter(({ online }) => online);
        return Promise.all(
          vcpus.map(async ({ id, threadId }) => {
            const times = threadId === undefined ? undefined : await threadTimes(host, running.process, threadId);
            return {
              number: id,
              state: RUNNING,
              cpuTime: times?.total ?? 0n,
              cpu: times?.processor ?? 0,
              cpumap: vcpuMap(running.document, id, cpus),
            };
          }),
        );
      }),

    async domainGetVcpuPinInfo(ref, flags) {
      refuseBoth(flags);
      const document = documentOf(engine.guests.get(ref), flags);
      const cpus = await hostCpuCount(host);
      return Array.from({ length: document.vcpu.max }, (_, vcpu) => vcpuMap(document, vcpu, cpus));
    },

    domainPinVcpuFlags: (ref, vcpu, map, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainPinVcpuFlags', call, async (guest, signal) => {
        const { live, config } = impactOf(guest, flags);
        const cpuset = cpusetOf(map, await hostCpuCount(host));
        const change = (document: Domain): Domain => withVcpuPin(document, vcpu, cpuset);
        if (config && vcpu >= guest.requirePersistent().vcpu.max) throw absent(vcpu, 'persistent');
        if (live) {
          const running = guest.requireRunning();
          const thread = (await liveVcpus(running, signal)).find(({ id, online }) => online && id === vcpu)?.threadId;
          if (thread === undefined) throw absent(vcpu, 'live');
          await pinThread(host, thread, cpuset);
          await changeLive(engine, guest, change);
          tell(guest, `cputune.vcpupin${vcpu}`, cpuset);
        }
        if (config) await changeDefinition(engine, guest, change);
      }),

    async domainGetEmulatorPinInfo(ref, flags) {
      refuseBoth(flags);
      const document = documentOf(engine.guests.get(ref), flags);
      return bytes(document.cputune?.emulatorpin?.cpuset ?? document.vcpu.cpuset, await hostCpuCount(host));
    },

    domainPinEmulator: (ref, map, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainPinEmulator', call, async (guest) => {
        const { live, config } = impactOf(guest, flags);
        const cpuset = cpusetOf(map, await hostCpuCount(host));
        const change = (document: Domain): Domain => ({ ...document, cputune: { ...document.cputune, emulatorpin: { cpuset } } });
        if (live) {
          await pinThread(host, guest.requireRunning().process.pid, cpuset);
          await changeLive(engine, guest, change);
          tell(guest, 'cputune.emulatorpin', cpuset);
        }
        if (config) await changeDefinition(engine, guest, change);
      }),

    async domainGetCPUStats(ref, startCpu): Promise<readonly TypedParams[]> {
      const running: RunningGuest = engine.guests.get(ref).requireRunning();
      // Only a cgroup counts by CPU of the host.
      if (startCpu !== WHOLE) throw new VirtError('VIR_ERR_OPERATION_INVALID', 'cgroup CPUACCT controller is not mounted', { domain: 'VIR_FROM_QEMU' });
      const { user, system, total } = await cpuTimeOf(host, running.process);
      return [new ParamList().ullong('cpu_time', total).ullong('user_time', user).ullong('system_time', system).list];
    },
  };

  function tell(guest: Guest, name: string, value: string): void {
    engine.events.emit({ kind: 'tunable', domain: guest.ref, params: [{ name, type: 'string', value }] });
  }
}

function documentOf(guest: Guest, flags: number): Domain {
  return impactOf(guest, flags).live ? guest.document : guest.requirePersistent();
}

const bytes = (cpuset: string | undefined, cpus: number): Uint8Array =>
  (cpuset === undefined ? Bitmap.filled(cpus) : Bitmap.parse(cpuset).shrink(cpus)).toBytes(Math.ceil(cpus / 8));

/** Host CPUs that a virtual one may run on; without a wish all of them. */
function vcpuMap({ cputune, vcpu }: Domain, number: number, cpus: number): Uint8Array {
  return bytes(cputune?.vcpupin?.find((pin) => pin.vcpu === number)?.cpuset ?? vcpu.cpuset, cpus);
}

function withVcpuPin(document: Domain, vcpu: number, cpuset: string): Domain {
  const others = (document.cputune?.vcpupin ?? []).filter((pin) => pin.vcpu !== vcpu);
  return { ...document, cputune: { ...document.cputune, vcpupin: [...others, { vcpu, cpuset }].sort((a, b) => a.vcpu - b.vcpu) } };
}

function cpusetOf(map: Uint8Array, cpus: number): string {
  const cpuset = Bitmap.fromBytes(map).shrink(cpus).toString();
  if (cpuset === '') throw new VirtError('VIR_ERR_INVALID_ARG', 'Empty cpu list for pinning', { domain: 'VIR_FROM_QEMU' });
  return cpuset;
}

const absent = (vcpu: number, where: 'live' | 'persistent'): VirtError =>
  new VirtError('VIR_ERR_INVALID_ARG', `vcpu ${vcpu} is out of range of ${where} cpu count`, { domain: 'VIR_FROM_QEMU' });

function refused(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_QEMU' });
}
