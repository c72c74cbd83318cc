import { ConnectBaselineCPUFlags, ConnectCompareCPUFlags } from '@virtweave/core-api/constants';
import { XmlWriter, readXml, foreignXml, XmlElement } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, Failed } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import type { Shell } from '../../shell.ts';
import { isVirtError } from '@virtweave/core-util/errors';
import { archOption, emulatorOption, fileOption, machineOption, virttypeOption } from './options.ts';

const cpuModels = command({
  name: 'cpu-models',
  summary: 'CPU models',
  description: 'Get the CPU models for an arch.',
  options: { arch: text('architecture', needed) },
  async run(shell, args) {
    const hypervisor = await shell.hypervisor();
    const models = await attempt(hypervisor.connectGetCPUModelNames(args.needed('arch'), 0), 'failed to get CPU model names');
    if (models.length === 0) shell.line('all CPU models are accepted');
    for (const model of models) shell.line(model);
  },
});

const cpuCompare = command({
  name: 'cpu-compare',
  summary: 'compare host CPU with a CPU described by an XML file',
  description: 'compare CPU with host CPU',
  options: {
    file: fileOption,
    error: flag('report error if CPUs are incompatible'),
    validate: flag('validate the XML document against schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const [cpu] = await readCpus(path);
    const flags = flagsOf(args, comparison);
    const hypervisor = await shell.hypervisor();
    const result = await attempt(
      hypervisor.connectCompareCPU(cpu, flags),
      `Failed to compare host CPU with ${path}`,
    );
    tell(shell, result, {
      incompatible: `CPU described in ${path} is incompatible with host CPU`,
      identical: `CPU described in ${path} is identical to host CPU`,
      superset: `Host CPU is a superset of CPU described in ${path}`,
    });
  },
});

const cpuBaseline = command({
  name: 'cpu-baseline',
  summary: 'compute baseline CPU',
  description: 'Compute baseline CPU for a set of given CPUs.',
  options: {
    file: text('file containing XML CPU descriptions', { ...needed, complete: 'file' }),
    features: flag('Show features that are part of the CPU model type'),
    migratable: flag('Do not include features that block migration'),
  },
  async run(shell, args) {
    const cpus = await readCpus(args.needed('file'));
    const hypervisor = await shell.hypervisor();
    shell.print(await hypervisor.connectBaselineCPU(cpus, flagsOf(args, baseline)));
  },
});

const hypervisorCpuCompare = command({
  name: 'hypervisor-cpu-compare',
  summary: 'compare a CPU with the CPU created by a hypervisor on the host',
  description: 'compare CPU with hypervisor CPU',
  options: {
    file: fileOption,
    virttype: virttypeOption,
    emulator: emulatorOption,
    arch: archOption,
    machine: machineOption,
    error: flag('report error if CPUs are incompatible'),
    validate: flag('validate the XML document against schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const [cpu] = await readCpus(path);
    const [emulator, arch, machine, type] = [args.text('emulator'), args.text('arch'), args.text('machine'), args.text('virttype')];
    const hypervisor = await shell.hypervisor();
    const result = await attempt(
      hypervisor.connectCompareHypervisorCPU(emulator, arch, machine, type, cpu, flagsOf(args, comparison)),
      `Failed to compare hypervisor CPU with ${path}`,
    );
    tell(shell, result, {
      incompatible: `CPU described in ${path} is incompatible with the CPU provided by hypervisor on the host`,
      identical: `CPU described in ${path} is identical to the CPU provided by hypervisor on the host`,
      superset: `The CPU provided by hypervisor on the host is a superset of CPU described in ${path}`,
    });
  },
});

const hypervisorCpuBaseline = command({
  name: 'hypervisor-cpu-baseline',
  summary: 'compute baseline CPU usable by a specific hypervisor',
  description: 'Compute baseline CPU for a set of given CPUs. The result will be tailored to the specified hypervisor.',
  options: {
    file: text('file containing XML CPU descriptions', { positional: 'quietly', complete: 'file' }),
    virttype: virttypeOption,
    emulator: emulatorOption,
    arch: archOption,
    machine: machineOption,
    features: flag('Show features that are part of the CPU model type'),
    migratable: flag('Do not include features that block migration'),
    model: text('Shortcut for calling the command with a single CPU model and no additional features', { positional: 'quietly' }),
  },
  async run(shell, args) {
    exclusive(args, 'file', 'model');
    const [path, model] = [args.text('file'), args.text('model')];
    if (path === undefined && model === undefined) throw new CommandError('Either --file or --model must be provided');
    const cpus = path === undefined ? [new XmlWriter().open('cpu').leaf('model', model ?? '').close().toString()] : await readCpus(path);
    const [emulator, arch, machine, type] = [args.text('emulator'), args.text('arch'), args.text('machine'), args.text('virttype')];
    const hypervisor = await shell.hypervisor();
    shell.print(await hypervisor.connectBaselineHypervisorCPU(emulator, arch, machine, type, cpus, flagsOf(args, baseline)));
  },
});

const comparison = {
  error: ConnectCompareCPUFlags.VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE,
  validate: ConnectCompareCPUFlags.VIR_CONNECT_COMPARE_CPU_VALIDATE_XML,
};

const baseline = {
  features: ConnectBaselineCPUFlags.VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES,
  migratable: ConnectBaselineCPUFlags.VIR_CONNECT_BASELINE_CPU_MIGRATABLE,
};

/** Says a `virCPUCompareResult`. @throws Failed if the processor cannot be had */
function tell(shell: Shell, result: number, words: Readonly<Record<'incompatible' | 'identical' | 'superset', string>>): void {
  if (result === 0) {
    shell.line(words.incompatible);
    throw new Failed();
  }
  shell.line(result === 1 ? words.identical : words.superset);
}

/**
 * The processors of a file: of guests, of hosts, of what a hypervisor can give, or by themselves; one document or several.
 *
 * @throws CommandError if there are none
 */
async function readCpus(path: string): Promise<readonly [string, ...string[]]> {
  const text = (await readDocument(path)).replaceAll(/<\?xml[^>]*\?>/g, '');
  let cpus: string[] = [];
  try {
    cpus = readXml(`<container>${text}</container>`).elements.flatMap(cpusIn).map((cpu) => foreignXml(cpu));
  } catch (error) {
    if (!isVirtError(error)) throw error; // no XML, hence no processors
  }
  const [first, ...others] = cpus;
  if (first !== undefined) return [first, ...others];
  throw new CommandError(
    `File '${path}' does not contain any <cpu> element or valid domain XML, host capabilities XML, or domain capabilities XML`,
  );
}

function cpusIn(root: XmlElement): readonly XmlElement[] {
  switch (root.name) {
    case 'cpu':
      return [root];
    case 'domain':
      return root.all('cpu');
    case 'capabilities':
      return root.child('host')?.all('cpu') ?? [];
    case 'domainCapabilities': {
      const model = root.child('cpu')?.all('mode').find((mode) => mode.attr('name') === 'host-model');
      return model ? [new XmlElement('cpu', undefined, model.children)] : [];
    }
    default:
      return [];
  }
}

export const commands: readonly AnyCommand[] = [cpuModels, cpuCompare, cpuBaseline, hypervisorCpuCompare, hypervisorCpuBaseline];
