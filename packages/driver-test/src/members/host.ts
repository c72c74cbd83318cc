import type { HypervisorDriver } from '@virtweave/core-api';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { formatCapabilities } from '../node/capabilities.ts';
import { formatDomainCapabilities } from '../node/domain-capabilities.ts';
import { domainError, testError } from '../errors.ts';
import type { Session } from '../session.ts';

type HostMembers =
  | 'connectBaselineCPU'
  | 'connectGetCapabilities'
  | 'connectGetCPUModelNames'
  | 'connectGetDomainCapabilities'
  | 'connectGetSysinfo';

const sysinfo = `<sysinfo type='smbios'>
  <bios>
    <entry name='vendor'>LENOVO</entry>
    <entry name='version'>G4ETA1WW (2.61 )</entry>
    <entry name='date'>05/07/2014</entry>
    <entry name='release'>2.61</entry>
  </bios>
</sysinfo>
`;

/** Architectures of x86, whose CPU models libvirt names; others have none that the test driver tells. */
const architectures: readonly string[] = [
  'aarch64', 'alpha', 'armv6l', 'armv7b', 'armv7l', 'i686', 'ia64', 'loongarch64', 'm68k', 'mips', 'mips64', 'mips64el',
  'mipsel', 'ppc', 'ppc64', 'ppc64le', 'ppcle', 'riscv32', 'riscv64', 's390', 's390x', 'sh4', 'sparc', 'sparc64', 'x86_64',
];

/** What the pretended host is and can do, as documents. CPU models are the business of the CPU service. */
export function hostMembers({ node, context }: Session): Pick<HypervisorDriver, HostMembers> {
  return {
    connectGetCapabilities: async () => formatCapabilities(node),
    connectGetSysinfo: async () => sysinfo,

    async connectGetDomainCapabilities(emulator, arch, machine, virtType) {
      if (arch !== undefined && !architectures.includes(arch))
        throw domainError('VIR_ERR_INVALID_ARG', `unknown architecture: ${arch}`);
      if (virtType !== undefined && virtType !== 'test')
        throw domainError('VIR_ERR_INVALID_ARG', `unknown virttype: ${virtType}`);
      return formatDomainCapabilities({
        emulator: emulator ?? '/usr/bin/test-hv',
        arch: arch ?? 'i686',
        ...(machine !== undefined && { machine }),
      });
    },

    async connectGetCPUModelNames(arch, _flags, call) {
      if (!architectures.includes(arch)) throw testError('VIR_ERR_INVALID_ARG', `cannot find architecture ${arch}`);
      const service = context.peers.cpu(arch);
      return ((await service.models(call)) ?? []).map(({ name }) => name);
    },

    async connectBaselineCPU(cpus, flags, call) {
      const service = context.peers.cpu('x86_64');
      const { formatCpu, parseCpu } = await import('@virtweave/core-conf');
      // EXPAND_FEATURES, MIGRATABLE
      const options = { expandFeatures: hasFlag(flags, 1), migratable: hasFlag(flags, 2) };
      return formatCpu(await service.baseline(cpus.map((cpu) => parseCpu(cpu, { of: 'host' })), options, call));
    },
  };
}
