import type { HypervisorDriver } from '@virtweave/core-api';
import { DomainModificationImpact, DomainVcpuFlags, VcpuState } from '@virtweave/core-api/constants';
import { hasFlag, ParamList } from '@virtweave/core-api/driver-kit';
import { Bitmap } from '@virtweave/core-util';
import type { Definition } from '../documents.ts';
import { change, definitionOf, impactOf, oneImpactOf, requireActive } from '../domain/impact.ts';
import { domainError, testError } from '../errors.ts';
import { maxVcpus } from '../node/test-node.ts';
import type { Session } from '../session.ts';

type Vcpus =
  | 'domainGetVcpus'
  | 'domainGetVcpusFlags'
  | 'domainSetVcpusFlags'
  | 'domainGetVcpuPinInfo'
  | 'domainPinVcpuFlags'
  | 'domainGetCPUStats'
  | 'domainGetEmulatorPinInfo'
  | 'domainPinEmulator';

const { VIR_DOMAIN_VCPU_MAXIMUM: maximum } = DomainVcpuFlags;
const { VIR_DOMAIN_AFFECT_CONFIG: config } = DomainModificationImpact;

/** Nanoseconds that every pretended guest has used, and its CPUs within. */
const cpuTime = 48_772_617_035n;
const vcpuTime = 46_303_481_255n;

/** Virtual CPUs. */
export function vcpuMembers({ node }: Session): Pick<HypervisorDriver, Vcpus> {
  const { domains } = node;
  const hostCpus = node.info.cpus;

  const mapBytes = Math.ceil(hostCpus / 8);

  /** Host CPUs that a virtual one may run on; without a wish all of them. */
  const affinity = (definition: Definition, vcpu: number): Bitmap => {
    const pin = definition.cputune?.vcpupin?.find((one) => one.vcpu === vcpu);
    return pin === undefined ? Bitmap.filled(hostCpus) : Bitmap.parse(pin.cpuset).shrink(hostCpus);
  };

  return {
    async domainGetVcpusFlags(ref, flags) {
      const domain = domains.get(ref);
      const { vcpu } = definitionOf(domain, oneImpactOf(domain, flags));
      return hasFlag(flags, maximum) ? vcpu.max : currentVcpus(vcpu);
    },

    async domainSetVcpusFlags(ref, nvcpus, flags) {
      if (hasFlag(flags, maximum) && !hasFlag(flags, config))
        throw domainError(
          'VIR_ERR_INVALID_ARG',
          "Flag 'VIR_DOMAIN_AFFECT_CONFIG' is required by flag 'VIR_DOMAIN_VCPU_MAXIMUM'",
        );
      const domain = domains.get(ref);
      const impact = impactOf(domain, flags);
      if (nvcpus > maxVcpus)
        throw testError(
          'VIR_ERR_INVALID_ARG',
          `requested cpu amount exceeds maximum supported amount (${nvcpus} > ${maxVcpus})`,
        );
      if (hasFlag(flags, maximum)) {
        change(domain, { live: false, config: true }, (definition) => withMaximum(definition, nvcpus));
        return;
      }
      const limits = [
        ...(impact.live ? [domain.definition.vcpu.max] : []),
        ...(impact.config ? [domain.config.vcpu.max] : []),
      ];
      const most = Math.min(...limits);
      if (nvcpus > most)
        throw testError('VIR_ERR_INVALID_ARG', `requested cpu amount exceeds maximum (${nvcpus} > ${most})`);
      change(domain, impact, (definition) => withCurrent(definition, nvcpus));
    },

    async domainGetVcpus(ref) {
      const domain = domains.get(ref);
      if (!domain.active)
        throw testError('VIR_ERR_OPERATION_INVALID', 'cannot list vcpus for an inactive domain');
      const { definition } = domain;
      const cpuTime = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) / 10n;
      return Array.from({ length: currentVcpus(definition.vcpu) }, (_, number) => {
        const allowed = affinity(definition, number);
        const cpumap = allowed.toBytes(mapBytes);
        return { number, state: VcpuState.VIR_VCPU_RUNNING, cpuTime, cpu: allowed.lastSet(), cpumap };
      });
    },

    async domainGetVcpuPinInfo(ref, flags) {
      const domain = domains.get(ref);
      const definition = definitionOf(domain, oneImpactOf(domain, flags));
      return Array.from({ length: definition.vcpu.max }, (_, vcpu) => affinity(definition, vcpu).toBytes(mapBytes));
    },

    async domainGetCPUStats(ref, startCpu, ncpus) {
      const domain = domains.get(ref);
      requireActive(domain);
      if (startCpu === -1)
        return [
          new ParamList()
            .ullong('cpu_time', cpuTime)
            .ullong('user_time', 5_540_000_000n)
            .ullong('system_time', 6_460_000_000n).list,
        ];
      // libvirt's test driver has one for each of the host's NUMA nodes.
      const max = node.info.nodes;
      if (startCpu >= max)
        throw testError('VIR_ERR_INVALID_ARG', `start_cpu ${startCpu} larger than maximum of ${max - 1}`);
      const count = Math.min(ncpus === 0 ? max : ncpus, max - startCpu);
      return Array.from({ length: count }, (_, index) => {
        const number = BigInt(startCpu + index);
        return new ParamList()
          .ullong('cpu_time', cpuTime / BigInt(max) + number)
          .ullong('vcpu_time', vcpuTime / BigInt(max) + number).list;
      });
    },

    async domainGetEmulatorPinInfo(ref, flags) {
      const domain = domains.get(ref);
      const { cputune } = definitionOf(domain, oneImpactOf(domain, flags));
      const pin = cputune?.emulatorpin?.cpuset;
      return (pin === undefined ? Bitmap.filled(hostCpus) : Bitmap.parse(pin).shrink(hostCpus)).toBytes(mapBytes);
    },

    async domainPinEmulator(ref, map, flags) {
      const domain = domains.get(ref);
      const cpuset = Bitmap.fromBytes(map).shrink(hostCpus).toString();
      if (cpuset === '') throw testError('VIR_ERR_INVALID_ARG', 'Empty cpu list for pinning');
      change(domain, impactOf(domain, flags), (definition) => ({
        ...definition,
        cputune: { ...definition.cputune, emulatorpin: { cpuset } },
      }));
    },

    async domainPinVcpuFlags(ref, vcpu, map, flags) {
      const domain = domains.get(ref);
      const impact = impactOf(domain, flags);
      if (vcpu >= currentVcpus(definitionOf(domain, impact).vcpu))
        throw testError('VIR_ERR_INVALID_ARG', `requested vcpu '${vcpu}' is not present in the domain`);
      const cpuset = Bitmap.fromBytes(map).shrink(hostCpus).toString();
      if (cpuset === '') throw testError('VIR_ERR_INVALID_ARG', 'Empty cpu list for pinning');
      change(domain, impact, (definition) => ({
        ...definition,
        cputune: {
          ...definition.cputune,
          vcpupin: [...(definition.cputune?.vcpupin ?? []).filter((pin) => pin.vcpu !== vcpu), { vcpu, cpuset }].sort(
            (a, b) => a.vcpu - b.vcpu,
          ),
        },
      }));
    },
  };
}

function currentVcpus(vcpu: { readonly max: number; readonly current?: number }): number {
  return vcpu.current ?? vcpu.max;
}

function withMaximum(definition: Definition, max: number): Definition {
  const { current, ...vcpu } = definition.vcpu;
  return withoutStates({ ...definition, vcpu: { ...vcpu, max, ...(current !== undefined && current < max && { current }) } });
}

function withCurrent(definition: Definition, count: number): Definition {
  const { current: _, ...vcpu } = definition.vcpu;
  return withoutStates({ ...definition, vcpu: { ...vcpu, ...(count < vcpu.max && { current: count }) } });
}

/** The states of single CPUs follow from their number again. */
function withoutStates({ vcpus: _, ...definition }: Definition): Definition {
  return definition;
}
