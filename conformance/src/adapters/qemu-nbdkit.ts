import type { Disk, DiskSource, SecretUse } from '@virtweave/core-conf';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import { nbdkitCommand, nbdkitServes } from '@virtweave/driver-qemu/nbdkit';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';
import { renderCommand } from '../render-command.ts';

/** The network disks of a domain to nbdkit's command lines, and what is written into its pipes. */
export const run: Adapter = async (testCase, files) => {
  const options = await definitionOptionsForCase({ ...testCase, arch: 'x86_64' }, files);
  const domain = parseQemuDefinition(await files.read(String(testCase['input'])), {
    ...options,
    inactive: true,
    skipValidation: true,
  });
  const flags = new Set(testCase['nbdkitCaps'] as readonly string[]);
  const stateDir = String(testCase['stateDir']).replace('{domain name}', domain.name);
  const expectedCommands: object[] = [];
  const expectedPipes: object[] = [];
  let nextFd = Number(testCase['firstPipeFd']);
  for (const [diskIndex, disk] of domain.devices.disks.entries()) {
    for (const [imageIndex, image] of imagesOf(disk).entries()) {
      if (!nbdkitServes(image, flags)) continue;
      const source = `disk${diskIndex}-src${imageIndex}`;
      const secret = image.auth?.secret;
      const { env, program, args } = nbdkitCommand(image, {
        program: 'nbdkit',
        socket: `${stateDir}/nbdkit-${source}.socket`,
        readonly: imageIndex > 0 || disk.readonly === true,
        ...(secret === undefined ? {} : { secret: Buffer.from(secretValue(secret)) }),
        handOver(value) {
          const [readEnd, writeEnd] = [nextFd, nextFd + 1];
          nextFd += 2;
          // What C takes for the whole text.
          const [text = ''] = Buffer.from(value).toString('utf8').split('\0');
          expectedPipes.push({ source, fd: writeEnd, file: `${text}\n` });
          return `-${readEnd}`;
        },
      });
      expectedCommands.push({ source, file: renderCommand({ environment: env, program, arguments: args }) });
    }
  }
  return { expectedCommands, expectedPipes, expect: 'success' };
};

function imagesOf({ source, backingStore }: Disk): DiskSource[] {
  const images = [source];
  for (let next = backingStore; next !== undefined && next !== 'end'; next = next.backingStore) images.push(next.source);
  return images;
}

const secretValue = ({ type, uuid, usage }: SecretUse): string => `${type}-${uuid ?? usage ?? ''}-secret\0`;
