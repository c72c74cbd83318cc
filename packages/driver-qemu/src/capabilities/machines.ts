import type { QmpCpuDefinition, QmpMachineInfo } from '../qmp/index.ts';
import { preferredMachine } from './preferred-machine.ts';
import type { QemuCpuModel, QemuMachine } from './types.ts';

/**
 * Machines out of `query-machines`: the one for domains that name none first, the others in QEMU's order, `none` left
 * out.
 */
export function machinesFromReply(reply: readonly QmpMachineInfo[], arch: string): readonly QemuMachine[] {
  const machines = reply.filter((info) => info.name !== 'none').map(machineFromInfo);
  const preferred = preferredMachine(arch);
  const isPreferred = ({ name, alias }: QemuMachine): boolean => name === preferred || alias === preferred;
  const first = machines.find(isPreferred) ?? machines.find((machine) => machine.isDefault);
  return first === undefined ? machines : [first, ...machines.filter((machine) => machine !== first)];
}

function machineFromInfo(info: QmpMachineInfo): QemuMachine {
  return {
    name: info.name,
    ...(info.alias === undefined ? {} : { alias: info.alias }),
    hotplugCpus: info['hotpluggable-cpus'] === true,
    maxCpus: info['cpu-max'],
    isDefault: info['is-default'] === true,
    ...(info['default-cpu-type'] === undefined ? {} : { defaultCpu: info['default-cpu-type'] }),
    numaMemSupported: info['numa-mem-supported'] === true,
    ...(info['default-ram-id'] === undefined ? {} : { defaultRamId: info['default-ram-id'] }),
    deprecated: info.deprecated === true,
    ...(info.acpi === undefined ? {} : { acpi: info.acpi }),
  };
}

/** CPU models out of `query-cpu-definitions`, under libvirt's names. */
export function cpuModelsFromReply(reply: readonly QmpCpuDefinition[], arch: string): readonly QemuCpuModel[] {
  return reply.map((info) => {
    const blockers = info['unavailable-features'];
    return {
      // libvirt's CPU map says POWER8, QEMU power8 (and takes both).
      name: arch === 'ppc64' ? info.name.replace(/^power(?=\d+$)/, 'POWER') : info.name,
      ...(info.typename === undefined || info.typename === '' ? {} : { typename: info.typename }),
      ...(blockers === undefined ? {} : { usable: blockers.length === 0 }),
      blockers: blockers ?? [],
      deprecated: info.deprecated === true,
    };
  });
}
