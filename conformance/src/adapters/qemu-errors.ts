import { isVirtError, VirtError } from '@virtweave/core-util';
import { buildCommand, prepareStart } from '@virtweave/driver-qemu/command';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';
import { prepareCaseCpu } from '../qemu/guest-cpu.ts';
import { commandContext, type QemuCase } from '../qemu-fixture.ts';

/** A domain document that is refused, when it is read or when its command line is built: the message of the refusal. */
export const run: Adapter = async (testCase, files) => {
  try {
    await start(testCase, files);
  } catch (error) {
    if (isVirtError(error)) return { expected: `${error.libvirtMessage}\n` };
    throw error;
  }
  return { expected: '' };
};

async function start(...[testCase, files]: Parameters<Adapter>): Promise<void> {
  const { input, missingInput } = testCase;
  if (typeof input !== 'string') {
    const message = `Failed to open file 'ABS_SRCDIR/${String(missingInput)}': No such file or directory`;
    throw new VirtError('VIR_ERR_SYSTEM_ERROR', message);
  }
  const options = await definitionOptionsForCase(testCase, files);
  const { capabilities } = options;
  if (capabilities === undefined) throw new Error('a case has an emulator');
  const domain = parseQemuDefinition(await files.read(input), { ...options, name: `ABS_SRCDIR/${input}` });
  const context = await commandContext(testCase as unknown as QemuCase, files, domain);
  await prepareCaseCpu(testCase, files, domain, capabilities);
  prepareStart(domain, context);
  buildCommand(domain, capabilities, context);
}
