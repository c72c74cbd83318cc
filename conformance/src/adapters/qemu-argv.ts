import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import { buildCommand, prepareStart } from '@virtweave/driver-qemu/command';
import type { Adapter } from '../adapter.ts';
import { prepareCaseCpu } from '../qemu/guest-cpu.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';
import { commandContext, type QemuCase } from '../qemu-fixture.ts';
import { renderCommand } from '../render-command.ts';

/** A domain document to the command line of a cold start. */
export const run: Adapter = async (testCase, files) => {
  const options = await definitionOptionsForCase(testCase, files);
  const { capabilities } = options;
  if (capabilities === undefined) throw new Error('a case has an emulator');
  const domain = parseQemuDefinition(await files.read(String(testCase['input'])), options);
  const context = await commandContext(testCase as unknown as QemuCase, files, domain);
  await prepareCaseCpu(testCase, files, domain, capabilities);
  prepareStart(domain, context);
  const { env, program, args } = buildCommand(domain, capabilities, context);
  return { expected: renderCommand({ environment: env, program, arguments: args }) };
};
