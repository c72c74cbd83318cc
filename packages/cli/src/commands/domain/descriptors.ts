import { DomainFDAssociateFlags as Associate } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { passedFiles } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, rest, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from './options.ts';

const domFdAssociate = command({
  name: 'dom-fd-associate',
  summary: 'associate a FD with a domain',
  description: 'associate a FD with a domain',
  options: {
    domain: domainOption,
    name: text('name of the FD group', needed),
    'pass-fds': text('file descriptors N,M,... to associate', needed),
    'seclabel-writable': flag('use seclabels allowing writes'),
    'seclabel-restore': flag('try to restore security label after use if possible'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const flags = flagsOf(args, {
      'seclabel-writable': Associate.VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE,
      'seclabel-restore': Associate.VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE,
    });
    const files = passedFiles(args);
    await (await shell.hypervisor()).domainFDAssociate(domain, args.needed('name'), files, flags);
  },
});

const lxcEnterNamespace = command({
  name: 'lxc-enter-namespace',
  summary: 'LXC Guest Enter Namespace',
  description: 'Run an arbitrary command in a lxc guest namespace; use at your own risk',
  options: {
    domain: domainOption,
    noseclabel: flag('Do not change process security label'),
    cmd: rest('command to run', needed),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    // A driver that has none says so; what there is, Node has no way to enter.
    await (await shell.hypervisor()).domainLxcOpenNamespace(domain, 0);
    throw new CommandError(
      `Node cannot enter the namespaces of '${domain.name}': use nsenter --all --target PID, with the PID of its first process`,
    );
  },
});

export const commands: readonly AnyCommand[] = [domFdAssociate, lxcEnterNamespace];
