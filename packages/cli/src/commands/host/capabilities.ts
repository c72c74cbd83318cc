import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { text } from '../../grammar/option.ts';
import { machineOption, virttypeOption } from './options.ts';

const capabilities = command({
  name: 'capabilities',
  summary: 'capabilities',
  description: 'Returns capabilities of hypervisor/driver.',
  options: {},
  async run(shell) {
    const hypervisor = await shell.hypervisor();
    shell.line(await attempt(hypervisor.connectGetCapabilities(), 'failed to get capabilities'));
  },
});

const domcapabilities = command({
  name: 'domcapabilities',
  summary: 'domain capabilities',
  description: 'Returns capabilities of emulator with respect to host and libvirt.',
  options: {
    virttype: virttypeOption,
    emulatorbin: text('path to emulator binary (/domain/devices/emulator)', { positional: 'quietly' }),
    arch: text('domain architecture (/domain/os/type/@arch)', { positional: 'quietly' }),
    machine: machineOption,
  },
  async run(shell, args) {
    const hypervisor = await shell.hypervisor();
    const [emulator, arch, machine, type] = [args.text('emulatorbin'), args.text('arch'), args.text('machine'), args.text('virttype')];
    const xml = hypervisor.connectGetDomainCapabilities(emulator, arch, machine, type, 0);
    shell.line(await attempt(xml, 'failed to get emulator capabilities'));
  },
});

const maxvcpus = command({
  name: 'maxvcpus',
  summary: 'connection vcpu maximum',
  description: 'Show maximum number of virtual CPUs for guests on this connection.',
  options: { type: text('domain type', { positional: 'quietly' }) },
  async run(shell, args) {
    const hypervisor = await shell.hypervisor();
    shell.line(String(await hypervisor.connectGetMaxVcpus(args.text('type'))));
  },
});

const sysinfo = command({
  name: 'sysinfo',
  summary: 'print the hypervisor sysinfo',
  description: 'output an XML string for the hypervisor sysinfo, if available',
  options: {},
  async run(shell) {
    const hypervisor = await shell.hypervisor();
    shell.print(await attempt(hypervisor.connectGetSysinfo(0), 'failed to get sysinfo'));
  },
});

export const commands: readonly AnyCommand[] = [capabilities, domcapabilities, maxvcpus, sysinfo];
