import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { flag } from '../../grammar/option.ts';

const hostname = command({
  name: 'hostname',
  summary: 'print the hypervisor hostname',
  options: {},
  async run(shell) {
    const hypervisor = await shell.hypervisor();
    shell.line(await attempt(hypervisor.connectGetHostname(), 'failed to get hypervisor hostname'));
  },
});

const nodeinfo = command({
  name: 'nodeinfo',
  summary: 'node information',
  description: 'Returns basic information about the node.',
  options: {},
  async run(shell) {
    const hypervisor = await shell.hypervisor();
    const info = await attempt(hypervisor.nodeGetInfo(), 'failed to get node information');
    const row = (label: string, value: string | number | bigint): void =>
      shell.line(`${`${label}:`.padEnd(20)} ${value}`);
    row('CPU model', info.model);
    row('CPU(s)', info.cpus);
    if (info.mhz !== 0) row('CPU frequency', `${info.mhz} MHz`);
    row('CPU socket(s)', info.sockets);
    row('Core(s) per socket', info.cores);
    row('Thread(s) per core', info.threads);
    row('NUMA cell(s)', info.nodes);
    row('Memory size', `${info.memory} KiB`);
  },
});

const uri = command({
  name: 'uri',
  summary: 'print the hypervisor canonical URI',
  options: {},
  async run(shell) {
    shell.line(await attempt((await shell.hypervisor()).connectGetURI(), 'failed to get URI'));
  },
});

const shown = (version: bigint): string => `${version / 1_000_000n}.${(version / 1000n) % 1000n}.${version % 1000n}`;

const version = command({
  name: 'version',
  summary: 'show version',
  description: 'Display the system version information.',
  options: { daemon: flag('report daemon version too') },
  async run(shell, args) {
    const hypervisor = await shell.hypervisor();
    const type = await attempt(hypervisor.connectGetType(), 'failed to get hypervisor type');
    const library = shown(await hypervisor.connectGetLibVersion());
    shell.line(`Using library: libvirt ${library}`);
    shell.line(`Using API: ${type} ${library}`);
    const running = await attempt(hypervisor.connectGetVersion(), 'failed to get the hypervisor version');
    if (running === 0n) shell.line(`Cannot extract running ${type} hypervisor version`);
    else shell.line(`Running hypervisor: ${type} ${shown(running)}`);
    if (args.flag('daemon')) shell.line(`Running against daemon: ${library}`);
  },
});

export const commands: readonly AnyCommand[] = [hostname, nodeinfo, uri, version];
