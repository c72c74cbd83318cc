import type { Domain, Hyperv } from '@virtweave/core-conf';
import { isPpc64, isX86, type CommandBuilder } from './builder.ts';
import { featureToQemu } from '../cpu/feature-names.ts';
import { onOff } from './json.ts';

/** `-cpu`: the model, and everything that QEMU sees as a property of the CPU. */
export function cpu(build: CommandBuilder): void {
  const { domain } = build;
  const arch = domain.os.type.arch;
  const properties = [
    ...model(build),
    ...timers(domain),
    ...paravirtual(domain),
    ...hyperv(domain.features?.hyperv),
    ...kvmFeatures(domain),
    ...tuning(build),
  ];
  const name = modelName(build);
  if (name === undefined) {
    if (properties.length === 0) return;
    properties.unshift(arch === 'i686' ? 'qemu32' : 'qemu64');
  }
  build.add('-cpu', [name, ...properties].filter((part) => part !== undefined).join(','));
}

function modelName(build: CommandBuilder): string | undefined {
  const { domain } = build;
  const { cpu } = domain;
  const arch = domain.os.type.arch;
  switch (cpu?.mode) {
    case 'host-passthrough':
      return domain.type === 'qemu'
        ? build.unsupported(
            `CPU mode 'host-passthrough' for ${build.domain.os.type.arch} ${build.domain.type} domain on ${build.domain.os.type.arch} host is not supported by hypervisor`,
          )
        : 'host';
    case 'maximum':
      return 'max';
    case 'host-model':
      // What is left of it at this point is POWER's compatibility mode; elsewhere the CPU service has replaced it.
      if (isPpc64(arch)) return 'host';
      if (cpu.model?.name === undefined) {
        return build.unsupported(
          `CPU mode 'host-model' for ${arch} ${domain.type} domain on ${arch} host is not supported by hypervisor`,
        );
      }
      return cpu.model.name;
    default:
      return cpu?.model?.name?.replaceAll(',', ',,');
  }
}

function* model({ domain }: CommandBuilder): Iterable<string> {
  const { cpu } = domain;
  if (cpu === undefined) return;
  if (cpu.mode === 'host-passthrough' && cpu.migratable !== undefined) yield `migratable=${onOff(cpu.migratable)}`;
  if (cpu.mode === 'maximum' && cpu.migratable !== undefined) yield `migratable=${onOff(cpu.migratable)}`;
  if (cpu.model?.vendorId !== undefined) yield `vendor=${cpu.model.vendorId}`;
  for (const feature of cpu.features ?? []) {
    const name = featureToQemu(feature.name, domain.os.type.arch);
    switch (feature.policy ?? 'require') {
      case 'force':
      case 'require':
      case 'optional':
        yield `${name}=on`;
        break;
      default:
        yield `${name}=off`;
    }
  }
}

function* timers(domain: Domain): Iterable<string> {
  for (const timer of domain.clock.timers ?? []) {
    switch (timer.name) {
      case 'kvmclock':
        if (timer.present !== undefined) yield `kvmclock=${onOff(timer.present)}`;
        break;
      case 'hypervclock':
        if (timer.present === true) yield 'hv-time=on';
        break;
      case 'tsc':
        if (timer.frequency !== undefined) yield `tsc-frequency=${timer.frequency}`;
        break;
      case 'armvtimer':
        if (timer.tickpolicy === 'discard') yield 'kvm-no-adjvtime=on';
        else if (timer.tickpolicy === 'delay') yield 'kvm-no-adjvtime=off';
        break;
      default:
    }
  }
}

function* paravirtual({ features }: Domain): Iterable<string> {
  if (features?.apic?.eoi !== undefined) yield `kvm-pv-eoi=${onOff(features.apic.eoi)}`;
  if (features?.pvspinlock !== undefined) yield `kvm-pv-unhalt=${onOff(features.pvspinlock)}`;
}

/** The enlightenments that are only switched on, by their element's field, in the order in which they are written. */
function* hyperv(hyperv: Hyperv | undefined): Iterable<string> {
  if (hyperv === undefined) return;
  if (hyperv.mode === 'passthrough') yield 'hv-passthrough=on';
  if (hyperv.relaxed === true) yield 'hv-relaxed=on';
  if (hyperv.vapic === true) yield 'hv-vapic=on';
  if (hyperv.spinlocks?.state === true) yield `hv-spinlocks=0x${(hyperv.spinlocks.retries ?? 0).toString(16)}`;
  if (hyperv.vpindex === true) yield 'hv-vpindex=on';
  if (hyperv.runtime === true) yield 'hv-runtime=on';
  if (hyperv.synic === true) yield 'hv-synic=on';
  if (hyperv.stimer?.state === true) {
    yield 'hv-stimer=on';
    if (hyperv.stimer.direct === true) yield 'hv-stimer-direct=on';
  }
  if (hyperv.reset === true) yield 'hv-reset=on';
  if (hyperv.vendorId?.state === true) yield `hv-vendor-id=${hyperv.vendorId.value ?? ''}`;
  if (hyperv.frequencies === true) yield 'hv-frequencies=on';
  if (hyperv.reenlightenment === true) yield 'hv-reenlightenment=on';
  if (hyperv.tlbflush?.state === true) {
    yield 'hv-tlbflush=on';
    if (hyperv.tlbflush.direct === true) yield 'hv-tlbflush-direct=on';
    if (hyperv.tlbflush.extended === true) yield 'hv-tlbflush-ext=on';
  }
  if (hyperv.ipi === true) yield 'hv-ipi=on';
  if (hyperv.evmcs === true) yield 'hv-evmcs=on';
  if (hyperv.avic === true) yield 'hv-avic=on';
  if (hyperv.emsrBitmap === true) yield 'hv-emsr-bitmap=on';
  if (hyperv.xmmInput === true) yield 'hv-xmm-input=on';
}

function* kvmFeatures({ features, devices, os }: Domain): Iterable<string> {
  const panics = devices.panics.filter((panic) => panic.model === 'hyperv');
  if (panics.length > 0 && isX86(os.type.arch)) yield 'hv-crash';
  const kvm = features?.kvm;
  if (kvm === undefined) return;
  if (kvm.hidden === true) yield 'kvm=off';
  if (kvm.hintDedicated === true) yield 'kvm-hint-dedicated=on';
  if (kvm.pollControl === true) yield 'kvm-poll-control=on';
  if (kvm.pvIpi === false) yield 'kvm-pv-ipi=off';
}

function* tuning({ domain }: CommandBuilder): Iterable<string> {
  const { cpu, features } = domain;
  if (features?.pmu !== undefined) yield `pmu=${onOff(features.pmu)}`;
  const wholeHost = cpu?.mode === 'host-passthrough' || cpu?.mode === 'maximum';
  switch (cpu?.cache?.mode) {
    case 'emulate':
      yield 'l3-cache=on';
      if (wholeHost) yield 'host-cache-info=off';
      break;
    case 'passthrough':
      yield 'host-cache-info=on';
      yield 'l3-cache=off';
      break;
    case 'disable':
      if (wholeHost) yield 'host-cache-info=off';
      yield 'l3-cache=off';
      break;
    default:
  }
  if (cpu?.maxphysaddr !== undefined) {
    const { mode, bits, limit } = cpu.maxphysaddr;
    if (mode === 'passthrough') {
      yield 'host-phys-bits=on';
      if (limit !== undefined) yield `host-phys-bits-limit=${limit}`;
    } else if (bits !== undefined) yield `phys-bits=${bits}`;
    else yield 'host-phys-bits=off';
  }
}
