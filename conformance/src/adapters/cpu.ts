import { localIdentity, type CpuData, type CpuModelChoice, type CpuService } from '@virtweave/core-api';
import { formatCpu, parseCpu, type Cpu, type CpuDefinition } from '@virtweave/core-conf';
import { readXml } from '@virtweave/core-util/xml';
import { hypervisorCpu } from '@virtweave/driver-qemu/capabilities';
import { openCpuService } from '@virtweave/secondary-cpu';
import type { Adapter, CaseFiles } from '../adapter.ts';
import { readCpuData } from '../qemu/cpu-data.ts';
import { answersOf } from '../qemu/cpu-replies.ts';

type Case = Readonly<Record<string, unknown>>;
const call = { identity: localIdentity() };

/** Models and features of CPUs. */
export const run: Adapter = async (testCase, files) => {
  const service = await openCpuService(String(testCase['arch']), async () => {
    throw new Error('the suite has no machine');
  });
  const read = async (field: string): Promise<CpuDefinition> => parseCpu(await files.read(String(testCase[field])));
  switch (testCase['op']) {
    case 'compare':
      return { result: await compare(service, await read('host'), await read('cpu')) };
    case 'update': {
      const host = await service.migratable(await read('host'), call);
      return document(await service.update((await read('cpu')) as Cpu, host, call));
    }
    case 'baseline':
      return document(await baseline(service, testCase, files));
    case 'cpuid-baseline': {
      const inputs = testCase['inputs'] as readonly string[];
      const cpus = await Promise.all(inputs.map(async (path) => parseCpu(await files.read(path))));
      return document(await service.baseline(cpus, {}, call));
    }
    case 'has-feature':
      return { result: await hasFeature(service, await read('host'), String(testCase['feature'])) };
    case 'guest-cpu':
      return document(await guestCpu(service, testCase, await read('host'), await read('cpu')));
    case 'cpuid-to-host-cpu':
      return document(await service.decode(await data(testCase, files, 'input'), { as: 'host' }, call));
    case 'cpuid-to-guest-cpu': {
      const models = await allowedModels(testCase, files);
      return document(await service.decode(await data(testCase, files, 'input'), { as: 'guest', models }, call));
    }
    case 'cpuid-signature':
      return { expected: signatureText(await service.signature(await data(testCase, files, 'input'), call)) };
    case 'qemu-model-expansion-to-cpu': {
      const capabilities = answersOf(await files.read(String(testCase['input'])), testCase['withDefinitions'] === true);
      const found = await service.hypervisorHost(hypervisorCpu(capabilities, 'kvm'), undefined, call);
      if (found === undefined) throw new Error('the reply tells nothing of the CPU');
      return document(found.reported);
    }
    case 'qemu-model-expansion-signature': {
      const capabilities = answersOf(await files.read(String(testCase['input'])), false);
      const numbers = new Map(hypervisorCpu(capabilities, 'kvm')?.properties.map(({ name, value }) => [name, Number(value)]));
      const [family = 0, model = 0, stepping = 0] = ['family', 'model', 'stepping'].map((name) => numbers.get(name));
      return { expected: signatureText({ family, model, stepping }) };
    }
    case 'update-live': {
      const live = { enabled: await data(testCase, files, 'enabled'), disabled: await data(testCase, files, 'disabled') };
      const updated = await service.updateLive((await read('cpu')) as Cpu, live, call);
      return document(await normalised(service, updated, await allowedModels(testCase, files)));
    }
    case 'validate-features':
      await service.validateFeatures(await read('cpu'), call);
      return { result: 'valid' };
    default:
      throw new TypeError(`unknown operation ${String(testCase['op'])}`);
  }
};

const document = (cpu: CpuDefinition): Record<string, unknown> => ({ expect: 'success', expected: formatCpu(cpu) });

async function compare(service: CpuService, host: CpuDefinition, cpu: CpuDefinition): Promise<string> {
  try {
    return await service.compare(host, await service.convertLegacy(cpu as Cpu, call), false, call);
  } catch {
    return 'error';
  }
}

async function baseline(service: CpuService, testCase: Case, files: CaseFiles): Promise<Cpu> {
  const flags = testCase['flags'] as readonly string[];
  const cpus = readXml(await files.read(String(testCase['input']))).all('cpu').map((element) => parseCpu(element));
  const migratable = flags.includes('migratable');
  const result = await service.baseline(cpus, { migratable, expandFeatures: flags.includes('expand-features') }, call);
  for (const cpu of cpus) {
    const how = await service.compare(cpu, result, false, call);
    if (how === 'incompatible') throw new Error('one of the CPUs does not have the baseline');
  }
  return result;
}

async function hasFeature(service: CpuService, cpu: CpuDefinition, feature: string): Promise<string> {
  const answers = [cpu, await service.encode(cpu, call)].map((form) => service.hasFeature(form, feature, call));
  const [named, encoded] = await Promise.all(answers).catch(() => []);
  if (named === undefined || named !== encoded) return 'fail';
  return named ? 'yes' : 'no';
}

async function guestCpu(service: CpuService, testCase: Case, host: CpuDefinition, asked: CpuDefinition): Promise<Cpu> {
  const models = (testCase['allowedModels'] as readonly string[] | null) ?? undefined;
  const cpu = await service.convertLegacy(asked as Cpu, call);
  await service.compare(host, cpu, true, call);
  const updated = await service.update(cpu, await service.migratable(host, call), call);
  return service.translate(updated, models, call);
}

async function data(testCase: Case, files: CaseFiles, field: string): Promise<CpuData> {
  return readCpuData(await files.read(String(testCase[field])));
}

async function allowedModels(testCase: Case, files: CaseFiles): Promise<readonly CpuModelChoice[] | undefined> {
  if (typeof testCase['models'] !== 'string') return undefined;
  return hypervisorCpu(answersOf(await files.read(testCase['models']), true), 'kvm')?.models;
}

/** Two CPUs of one model are compared as sets of features: the set, said in the shortest way. */
async function normalised(
  service: CpuService,
  cpu: Cpu,
  models: readonly CpuModelChoice[] | undefined,
): Promise<CpuDefinition> {
  return service.decode(await service.encode(cpu, call), { as: 'guest', models, preferred: cpu.model?.name }, call);
}

function signatureText(signature: { family: number; model: number; stepping: number } | undefined): string {
  const { family = 0, model = 0, stepping = 0 } = signature ?? {};
  const base = Math.min(family, 0xf);
  const raw = ((family - base) << 20) | ((model >> 4) << 16) | (base << 8) | ((model & 0xf) << 4) | stepping;
  const line = (name: string, value: number): string =>
    `${name.padEnd(9)}${String(value).padStart(4)} (0x${value.toString(16).padStart(2, '0')})\n`;
  return `${raw.toString(16).padStart(6, '0')}\n${line('family:', family)}${line('model:', model)}${line('stepping:', stepping)}`;
}
