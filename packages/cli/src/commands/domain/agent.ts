import {
  DomainAgentResponseTimeoutValues as Timeout,
  DomainAuthorizedSSHKeysSetFlags as Keys,
  DomainGuestInfoTypes as Info,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import { flag, needed, number, optional, rest, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { table } from '../../table.ts';
import { shownValue } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';

const domfsinfo = command({
  name: 'domfsinfo',
  summary: "Get information of domain's mounted filesystems.",
  description: "Get information of domain's mounted filesystems.",
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const mounted = await attempt(
      (await shell.hypervisor()).domainGetFSInfo(domain, 0),
      'Unable to get filesystem information',
    );
    if (mounted.length === 0) return shell.extra('No filesystems are mounted in the domain');
    const rows = mounted.map(({ mountpoint, name, fstype, devAliases }) => [mountpoint, name, fstype, devAliases.join(',')]);
    shell.print(table(['Mountpoint', 'Name', 'Type', 'Target'], rows, shell.options.quiet));
  },
});

const domfsfreeze = command({
  name: 'domfsfreeze',
  summary: "Freeze domain's mounted filesystems.",
  description: "Freeze domain's mounted filesystems.",
  options: { domain: domainOption, mountpoint: rest('mountpoint path to be frozen', optional) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const call = (await shell.hypervisor()).domainFSFreeze(domain, args.rest('mountpoint'), 0);
    shell.extra(`Froze ${await attempt(call, 'Unable to freeze filesystems')} filesystem(s)\n`);
  },
});

const domfsthaw = command({
  name: 'domfsthaw',
  summary: "Thaw domain's mounted filesystems.",
  description: "Thaw domain's mounted filesystems.",
  options: { domain: domainOption, mountpoint: rest('mountpoint path to be thawed', optional) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const call = (await shell.hypervisor()).domainFSThaw(domain, args.rest('mountpoint'), 0);
    shell.extra(`Thawed ${await attempt(call, 'Unable to thaw filesystems')} filesystem(s)\n`);
  },
});

const domfstrim = command({
  name: 'domfstrim',
  summary: "Invoke fstrim on domain's mounted filesystems.",
  description: "Invoke fstrim on domain's mounted filesystems.",
  options: {
    domain: domainOption,
    minimum: number('Just a hint to ignore contiguous free ranges smaller than this (Bytes)', loose),
    mountpoint: text('which mount point to trim', loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const call = (await shell.hypervisor()).domainFSTrim(domain, args.text('mountpoint'), args.ulong('minimum') ?? 0n, 0);
    await attempt(call, 'Unable to invoke fstrim');
  },
});

const guestinfo = command({
  name: 'guestinfo',
  summary: 'query information about the guest (via agent)',
  description: "Use the guest agent to query various information from guest's point of view",
  options: {
    domain: domainOption,
    user: flag('report active users'),
    os: flag('report operating system information'),
    timezone: flag('report timezone information'),
    hostname: flag('report hostname'),
    filesystem: flag('report filesystem information'),
    disk: flag('report disk information'),
    interface: flag('report interface information'),
    load: flag('report load averages'),
  },
  async run(shell, args) {
    const types = flagsOf(args, {
      user: Info.VIR_DOMAIN_GUEST_INFO_USERS,
      os: Info.VIR_DOMAIN_GUEST_INFO_OS,
      timezone: Info.VIR_DOMAIN_GUEST_INFO_TIMEZONE,
      hostname: Info.VIR_DOMAIN_GUEST_INFO_HOSTNAME,
      filesystem: Info.VIR_DOMAIN_GUEST_INFO_FILESYSTEM,
      disk: Info.VIR_DOMAIN_GUEST_INFO_DISKS,
      interface: Info.VIR_DOMAIN_GUEST_INFO_INTERFACES,
      load: Info.VIR_DOMAIN_GUEST_INFO_LOAD,
    });
    const domain = await findDomain(shell, args);
    for (const param of await (await shell.hypervisor()).domainGetGuestInfo(domain, types, 0)) {
      shell.line(`${param.name.padEnd(20)}: ${shownValue(param)}`);
    }
  },
});

const guestAgentTimeout = command({
  name: 'guest-agent-timeout',
  summary: 'Set the guest agent timeout',
  description: 'Set the number of seconds to wait for a response from the guest agent.',
  options: { domain: domainOption, timeout: number('timeout seconds.') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const timeout = args.int('timeout') ?? Timeout.VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK;
    await (await shell.hypervisor()).domainAgentSetResponseTimeout(domain, timeout, 0);
  },
});

const getUserSshkeys = command({
  name: 'get-user-sshkeys',
  summary: 'list authorized SSH keys for given user (via agent)',
  description: 'Use the guest agent to query authorized SSH keys for given user',
  options: { domain: domainOption, user: text('user to list authorized keys for', needed) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const keys = await (await shell.hypervisor()).domainAuthorizedSSHKeysGet(domain, args.needed('user'), 0);
    for (const key of keys) shell.line(key);
  },
});

const setUserSshkeys = command({
  name: 'set-user-sshkeys',
  summary: 'manipulate authorized SSH keys file for given user (via agent)',
  description: 'Append, reset or remove specified key from the authorized keys file for given user',
  options: {
    domain: domainOption,
    user: text('user to set authorized keys for', needed),
    file: text('optional file to read keys from', { ...loose, complete: 'file' }),
    reset: flag('clear out authorized keys file before adding new keys'),
    remove: flag('remove keys from the authorized keys file'),
  },
  async run(shell, args) {
    exclusive(args, 'reset', 'remove');
    const path = args.text('file');
    if (path === undefined && !args.flag('reset')) throw new CommandError('Option --file is required');
    const domain = await findDomain(shell, args);
    const keys = path === undefined ? [] : (await readDocument(path)).split('\n').filter((line) => line !== '');
    const append = args.flag('reset') ? 0 : Keys.VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND;
    const flags = args.flag('remove') ? Keys.VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE : append;
    await (await shell.hypervisor()).domainAuthorizedSSHKeysSet(domain, args.needed('user'), keys, flags);
  },
});

export const commands: readonly AnyCommand[] = [
  domfsinfo,
  domfsfreeze,
  domfsthaw,
  domfstrim,
  guestinfo,
  guestAgentTimeout,
  getUserSshkeys,
  setUserSshkeys,
];
