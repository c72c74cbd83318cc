import { formatCpuData, guestCpuData, readJobs, vcpuInfo, type QemuJob, type VcpuInfo } from '@virtweave/driver-qemu/monitor';
import { parseJson, QapiSchema, validateQapi, type Json, type JsonObject, type QmpExecutor } from '@virtweave/driver-qemu/qmp';
import type { Adapter, CaseFiles } from '../adapter.ts';
import { loadReplies } from '../qemu/replies.ts';

/** What is made of QMP replies, and questions to the schema of a recorded QEMU. */
export const run: Adapter = async (testCase, files) => {
  switch (testCase['op']) {
    case 'x86-cpu-data': {
      const leaves = await guestCpuData(guestWith(await reply(files, testCase['input'])), '/machine/unattached/device[0]');
      return { expected: formatCpuData(leaves ?? []) };
    }
    case 'vcpu-info': {
      const cpus = await reply(files, testCase['queryCpusFast']);
      const pluggable = testCase['queryHotpluggableCpus'];
      const slots = pluggable === undefined || pluggable === null ? undefined : await reply(files, pluggable);
      const infos = vcpuInfo(Number(testCase['maxVcpus']), cpus as readonly Json[], slots as readonly Json[] | undefined);
      return { expected: infos.map(describeVcpu).join('') };
    }
    case 'query-jobs':
      return { expected: readJobs(await reply(files, testCase['input'])).map(describeJob).join('\n') };
    case 'qapi-query': {
      const { result, entry } = (await schemaOf(files, testCase['schema'])).query(String(testCase['query']));
      return { result, hasEntry: entry !== undefined };
    }
    case 'qapi-validate': {
      const schema = await schemaOf(files, testCase['schema']);
      return { valid: validateQapi(schema, String(testCase['root']), parseJson(String(testCase['json']))) === undefined };
    }
    default:
      throw new Error(`unknown operation ${String(testCase['op'])}`);
  }
};

async function reply(files: CaseFiles, path: unknown): Promise<Json> {
  return ((parseJson(await files.read(String(path))) as JsonObject)['return'] ?? null) as Json;
}

/** A guest whose first vCPU has these features. */
function guestWith(featureWords: Json): QmpExecutor {
  const answers: Readonly<Record<string, Json>> = {
    'qom-list': [{ name: 'feature-words', type: 'X86CPUFeatureWordInfo' }, { name: 'filtered-features', type: 'X86CPUFeatureWordInfo' }],
    'qom-get': featureWords,
  };
  return { execute: async (command: string): Promise<never> => answers[command] as never };
}

async function schemaOf(files: CaseFiles, path: unknown): Promise<QapiSchema> {
  const [session] = loadReplies(await files.read(String(path)));
  if (session === undefined) throw new Error('the recording is empty');
  return new QapiSchema(await session.execute('query-qmp-schema'));
}

function describeVcpu(vcpu: VcpuInfo): string {
  const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
  const quoted = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`    ${name}='${value}'`];
  const topology = (['socket', 'die', 'cluster', 'core', 'thread'] as const).flatMap((level) => {
    const value = vcpu.topology?.[level];
    return value === undefined ? [] : [`${level}='${value}'`];
  });
  if (vcpu.vcpus !== undefined) topology.push(`vcpus='${vcpu.vcpus}'`);
  const lines = [
    `[vcpu libvirt-id='${vcpu.id}']`,
    `    online=${yesNo(vcpu.online)}`,
    `    hotpluggable=${yesNo(vcpu.hotpluggable)}`,
    ...quoted('thread-id', vcpu.threadId),
    ...quoted('enable-id', vcpu.enableId),
    ...quoted('query-cpus-id', vcpu.cpuIndex),
    ...quoted('type', vcpu.type),
    ...quoted('alias', vcpu.alias),
    ...quoted('qom_path', vcpu.qomPath),
    ...(topology.length === 0 ? [] : [`    topology: ${topology.join(' ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function describeJob({ id, type, status, error }: QemuJob): string {
  return `[job]\nid=${id}\ntype=${type}\nstatus=${status}\nerror=${error ?? '<null>'}\n`;
}
