import { completeDomain, readDomain } from '@virtweave/core-conf';
import { assignAliases, buildCommand } from '@virtweave/driver-qemu/command';
import type { Adapter } from '../adapter.ts';
import { caseCapabilities, commandContext, countingRandom, type QemuCase } from '../qemu-fixture.ts';
import { renderCommand } from '../render-command.ts';

/** A domain document to the command line of a cold start. */
export const run: Adapter = async (given, files) => {
  const testCase = given as unknown as QemuCase;
  const capabilities = await caseCapabilities(testCase, files);
  const domain = completeDomain(readDomain(await files.read(testCase.input)), { random: countingRandom });
  assignAliases(domain);
  const context = await commandContext(testCase, files, domain);
  const { env, program, args } = buildCommand(domain, capabilities, context);
  return { expected: renderCommand({ environment: env, program, arguments: args }) };
};
