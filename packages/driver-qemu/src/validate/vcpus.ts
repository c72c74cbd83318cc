import { Bitmap } from '@virtweave/core-util';
import type { Domain, VcpuState } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { acceleratorOf, type DefinitionContext } from '../definition/options.ts';
import { boardOf } from '../definition/machine.ts';
import { unsupported } from './refuse.ts';

/** Interrupt controllers of the old kind know this many CPUs. */
const maxWithoutEim = 255;

/** The first CPU is there from the start, and either all have a number in the order, or none. */
function validateOrder(vcpus: readonly VcpuState[] | undefined): void {
  if (vcpus === undefined) return;
  const [first] = vcpus;
  if (first?.id === 0 && !first.enabled) throw unsupported("vcpu 0 can't be offline");
  const present = vcpus.filter(({ enabled }) => enabled);
  const ordered = present.filter(({ order }) => order !== undefined);
  if (ordered.length > 0 && ordered.length < present.length) {
    throw unsupported('all vcpus must have either set or unset order');
  }
  if (first?.id === 0 && first.order !== undefined && first.order !== 1) throw unsupported('vcpu0 must be enabled first');
}

/** How many CPUs the machine takes, and in what steps (`qemuValidateDomainDefVcpu`). */
export function validateVcpus(domain: Domain, { capabilities }: DefinitionContext): void {
  const { vcpu, vcpus, cpu, os, type, devices } = domain;
  const most = capabilities?.machine(os.type.machine ?? '', acceleratorOf(type))?.maxCpus ?? 0;
  if (most > 0 && vcpu.max > most) {
    throw unsupported(`Maximum CPUs greater than specified machine type limit ${most}`);
  }
  validateOrder(vcpus);
  if (cpu?.topology !== undefined) {
    const { sockets, dies = 1, clusters = 1, cores, threads } = cpu.topology;
    if (sockets * dies * clusters * cores * threads !== vcpu.max) {
      throw unsupported("CPU topology doesn't match maximum vcpu count");
    }
  }
  const counted = (cpu?.numa?.cells ?? []).reduce(
    (sum, { cpus }) => sum + (cpus === undefined ? 0 : Bitmap.parse(cpus).count()),
    0,
  );
  if (counted !== 0 && counted !== vcpu.max) {
    throw unsupported(
      "CPU topology doesn't match numa CPU count; partial NUMA mapping is obsoleted and will be removed in future",
    );
  }
  // POWER plugs in whole cores.
  if (boardOf(domain) === 'pseries' && cpu?.topology !== undefined) {
    const { threads } = cpu.topology;
    const current = vcpus?.filter(({ enabled }) => enabled).length ?? vcpu.current ?? vcpu.max;
    if (current % threads !== 0) {
      throw unsupported(`vCPUs count must be a multiple of the vCPU hotplug granularity (${threads})`);
    }
  }
  if (vcpu.max > maxWithoutEim && isX86(os.type.arch ?? '')) {
    if (boardOf(domain) !== 'q35') {
      throw unsupported(`more than ${maxWithoutEim} vCPUs are only supported on q35-based machine types`);
    }
    if (devices.iommu?.driver?.eim !== true) {
      throw unsupported(`more than ${maxWithoutEim} vCPUs require extended interrupt mode enabled on the iommu device`);
    }
  }
  if (type !== 'kvm' && domain.cputune?.cachetune !== undefined && domain.cputune.cachetune.length > 0) {
    throw unsupported('cachetune is only supported for KVM domains');
  }
}
