import { cpuModelsFromReply, hostCpuFromReplies, QemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import { isJsonObject, parseJson, type Json } from '@virtweave/driver-qemu/qmp';

/**
 * The capabilities of an emulator that gave these two replies, and told nothing else: to query-cpu-model-expansion, and to
 * query-cpu-definitions when they count.
 */
export function answersOf(text: string, withDefinitions: boolean): QemuCapabilities {
  const [expansion, definitions] = text.split(/\n(?=\{)/).map((part) => returned(parseJson(part)));
  const { model } = expansion as unknown as { model: Parameters<typeof hostCpuFromReplies>[0] };
  const models = withDefinitions
    ? cpuModelsFromReply(definitions as unknown as Parameters<typeof cpuModelsFromReply>[0], 'x86_64')
    : undefined;
  return new QemuCapabilities({
    emulator: '/usr/bin/qemu-system-x86_64',
    emulatorCtime: 0,
    selfCtime: 0,
    selfVersion: 0,
    flags: new Set(['kvm', 'query-cpu-model-expansion']),
    version: 0,
    microcodeVersion: 0,
    arch: 'x86_64',
    accelerators: new Map([
      ['kvm', { machines: [], hostCpu: hostCpuFromReplies(model, undefined), ...(models !== undefined && { cpus: models }) }],
    ]),
    gic: [],
  });
}

function returned(reply: Json): Json | undefined {
  return isJsonObject(reply) ? reply['return'] : undefined;
}
