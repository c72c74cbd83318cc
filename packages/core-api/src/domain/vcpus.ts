import type { CallOptions } from '../connection/session.ts';
import { cpusOf, flagsOf, mapOf } from '../connection/numbers.ts';
import { DomainDescription, impactFlags, type ImpactOptions } from './description.ts';

export interface VcpuOptions extends ImpactOptions {
  readonly maximum?: boolean;
  /** What the guest uses, asked of its agent. */
  readonly guest?: boolean;
  readonly hotpluggable?: boolean;
}

/** One virtual processor. */
export interface VcpuInformation {
  readonly number: number;
  readonly state: 'offline' | 'running' | 'blocked';
  /** Nanoseconds */
  readonly cpuTime: bigint;
  /** Host processor it runs on; undefined when it does not run, or nobody knows. */
  readonly cpu: number | undefined;
  /** Host processors it may run on. */
  readonly affinity: readonly number[];
}

const vcpuFlags = { ...impactFlags, maximum: 4, guest: 8, hotpluggable: 16 };
const vcpuStates: readonly VcpuInformation['state'][] = ['offline', 'running', 'blocked'];

/** Virtual processors. */
export class DomainVcpus extends DomainDescription {
  /** How many processors it has, or may have. @libvirt virDomainGetVcpusFlags virDomainGetMaxVcpus */
  vcpus(options?: VcpuOptions): Promise<number> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainGetVcpusFlags(this.ref, flagsOf(options, vcpuFlags), call),
    );
  }

  /** @libvirt virDomainSetVcpus virDomainSetVcpusFlags */
  setVcpus(count: number, options?: VcpuOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainSetVcpusFlags(this.ref, count, flagsOf(options, vcpuFlags), call),
    );
  }

  /** Every processor of a running domain: state, time, where it runs and may run. @libvirt virDomainGetVcpus */
  vcpuInfo(options?: CallOptions): Promise<readonly VcpuInformation[]> {
    return this.session.run(options, async (call) => {
      const list = await this.hypervisor.domainGetVcpus(this.ref, call);
      return list.map(({ number, state, cpuTime, cpu, cpumap }) => ({
        number,
        state: vcpuStates[state] ?? 'offline',
        cpuTime,
        cpu: cpu < 0 ? undefined : cpu,
        affinity: cpusOf(cpumap),
      }));
    });
  }

  /** Host processors that each virtual one may run on. @libvirt virDomainGetVcpuPinInfo */
  vcpuPins(options?: ImpactOptions): Promise<readonly (readonly number[])[]> {
    return this.session.run(options, async (call) => {
      const maps = await this.hypervisor.domainGetVcpuPinInfo(this.ref, flagsOf(options, impactFlags), call);
      return maps.map(cpusOf);
    });
  }

  /** Says which host processors a virtual one may run on. @libvirt virDomainPinVcpu virDomainPinVcpuFlags */
  pinVcpu(vcpu: number, cpus: readonly number[], options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainPinVcpuFlags(this.ref, vcpu, mapOf(cpus), flagsOf(options, impactFlags), call),
    );
  }
}
