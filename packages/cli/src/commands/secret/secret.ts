import { ConnectListAllSecretsFlags, SecretDefineFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, counted } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findSecret } from '../../objects/secret.ts';
import { table } from '../../table.ts';
import { secretOption } from './options.ts';

/** `virSecretUsageType` */
const usages = ['none', 'volume', 'ceph', 'iscsi', 'tls', 'vtpm'] as const;

const secretList = command({
  name: 'secret-list',
  summary: 'list secrets',
  description: 'Returns a list of secrets',
  options: {
    ephemeral: flag('list ephemeral secrets'),
    'no-ephemeral': flag('list non-ephemeral secrets'),
    private: flag('list private secrets'),
    'no-private': flag('list non-private secrets'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      ephemeral: ConnectListAllSecretsFlags.VIR_CONNECT_LIST_SECRETS_EPHEMERAL,
      'no-ephemeral': ConnectListAllSecretsFlags.VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL,
      private: ConnectListAllSecretsFlags.VIR_CONNECT_LIST_SECRETS_PRIVATE,
      'no-private': ConnectListAllSecretsFlags.VIR_CONNECT_LIST_SECRETS_NO_PRIVATE,
    });
    const { secret } = await shell.families();
    const secrets = await counted(secret.connectListAllSecrets(flags), 'secrets', 'virConnectNumOfSecrets');
    const rows = [...secrets]
      .sort((one, other) => (one.uuid < other.uuid ? -1 : 1))
      .map(({ uuid, usageType, usageId }) => [uuid, usageType === 0 ? 'Unused' : `${usages[usageType] ?? 'unknown'} ${usageId}`]);
    shell.print(table(['UUID', 'Usage'], rows, shell.options.quiet));
  },
});

const secretDefine = command({
  name: 'secret-define',
  summary: 'define or modify a secret from an XML file',
  description: 'Define or modify a secret.',
  options: {
    file: text('file containing secret attributes in XML', { ...needed, complete: 'file' }),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: SecretDefineFlags.VIR_SECRET_DEFINE_VALIDATE });
    const xml = await readDocument(path);
    const { secret } = await shell.families();
    const { uuid } = await attempt(secret.secretDefineXML(xml, flags), `Failed to set attributes from ${path}`);
    shell.extra(`Secret ${uuid} created\n`);
  },
});

const secretDumpxml = command({
  name: 'secret-dumpxml',
  summary: 'secret attributes in XML',
  description: 'Output attributes of a secret as an XML dump to stdout.',
  options: { secret: secretOption, ...xpathOptions },
  async run(shell, args) {
    const ref = await findSecret(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).secret.secretGetXMLDesc(ref, 0));
  },
});

const secretUndefine = command({
  name: 'secret-undefine',
  summary: 'undefine a secret',
  description: 'Undefine a secret.',
  options: { secret: secretOption },
  async run(shell, args) {
    const ref = await findSecret(shell, args);
    const { secret } = await shell.families();
    await attempt(secret.secretUndefine(ref), `Failed to delete secret ${args.needed('secret')}`);
    shell.extra(`Secret ${args.needed('secret')} deleted\n`);
  },
});

export const commands: readonly AnyCommand[] = [secretList, secretDefine, secretDumpxml, secretUndefine];
