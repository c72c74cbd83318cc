import type { TypedParam } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { paramLines } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';

const domlaunchsecinfo = command({
  name: 'domlaunchsecinfo',
  summary: 'Get domain launch security info',
  description: 'Get the launch security parameters for a guest domain',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const call = (await shell.hypervisor()).domainGetLaunchSecurityInfo(domain, 0);
    shell.print(paramLines(await attempt(call, 'Unable to get launch security parameters')));
  },
});

const domsetlaunchsecstate = command({
  name: 'domsetlaunchsecstate',
  summary: 'Set domain launch security state',
  description: "Set a secret in the guest domain's memory",
  options: {
    domain: domainOption,
    secrethdr: text('path to file containing the secret header', { complete: 'file' }),
    secret: text('path to file containing the secret', { complete: 'file' }),
    'set-address': number("physical address within the guest domain's memory to set the secret", loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const [header, secret] = [args.text('secrethdr'), args.text('secret')];
    if (header === undefined || secret === undefined) throw new CommandError('Both secret and the secret header are required');
    const params: TypedParam[] = [
      { name: 'sev-secret-header', type: 'string', value: (await readDocument(header)).trimEnd() },
      { name: 'sev-secret', type: 'string', value: (await readDocument(secret)).trimEnd() },
    ];
    const address = args.ulong('set-address');
    if (address !== undefined) params.push({ name: 'sev-secret-set-address', type: 'ullong', value: address });
    const call = (await shell.hypervisor()).domainSetLaunchSecurityState(domain, params, 0);
    await attempt(call, 'Unable to set launch security state');
  },
});

export const commands: readonly AnyCommand[] = [domlaunchsecinfo, domsetlaunchsecstate];
