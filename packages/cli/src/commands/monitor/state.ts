import type { DomainRef, UserFamilies } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { controlName, reasonName, stateName } from '../../domain-words.ts';
import { flag } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from '../domain/options.ts';

type Hypervisor = UserFamilies['hypervisor'];

/** What a driver may lack, or not tell of this domain; virsh leaves its line out. */
const perhaps = <T>(call: Promise<T>): Promise<T | undefined> => call.catch(() => undefined);

const dominfo = command({
  name: 'dominfo',
  summary: 'domain information',
  description: 'Returns basic information about the domain.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    row('Id', domain.id === -1 ? '-' : String(domain.id));
    row('Name', domain.name);
    row('UUID', domain.uuid);
    const osType = await perhaps(hypervisor.domainGetOSType(domain));
    if (osType !== undefined) row('OS Type', osType);
    const info = await hypervisor.domainGetInfo(domain);
    row('State', stateName(info.state));
    row('CPU(s)', String(info.nrVirtCpu));
    if (info.cpuTime !== 0n) row('CPU time', `${(Number(info.cpuTime / 100_000_000n) / 10).toFixed(1)}s`);
    const noLimit = info.maxMem === 2n ** 64n - 1n;
    row('Max memory', noLimit ? 'no limit' : `${info.maxMem} KiB`);
    row('Used memory', `${info.memory} KiB`);
    const persistent = await perhaps(hypervisor.domainIsPersistent(domain));
    shell.debug('debug', `Domain persistent flag value: ${persistent === undefined ? -1 : Number(persistent)}\n`);
    row('Persistent', persistent === undefined ? 'unknown' : persistent ? 'yes' : 'no');
    const autostart = await perhaps(hypervisor.domainGetAutostart(domain));
    if (autostart !== undefined) row('Autostart', autostart ? 'enable' : 'disable');
    const saved = await perhaps(hypervisor.domainHasManagedSaveImage(domain, 0));
    row('Managed save', saved === undefined ? 'unknown' : saved ? 'yes' : 'no');
    await security(hypervisor, domain, row);
    const messages = (await perhaps(hypervisor.domainGetMessages(domain, 0))) ?? [];
    messages.forEach((message, index) => {
      if (index === 0) row('Messages', message);
      else shell.line(`${''.padEnd(15)} ${message}`);
    });
  },
});

async function security(
  hypervisor: Hypervisor,
  domain: DomainRef,
  row: (label: string, value: string) => void,
): Promise<void> {
  const model = await perhaps(hypervisor.nodeGetSecurityModel());
  if (!model?.model) return;
  row('Security model', model.model);
  row('Security DOI', model.doi);
  const labels = (await perhaps(hypervisor.domainGetSecurityLabelList(domain))) ?? [];
  for (const { label, enforcing } of labels) {
    if (label !== '') row('Security label', `${label} (${enforcing ? 'enforcing' : 'permissive'})`);
  }
}

const domstate = command({
  name: 'domstate',
  summary: 'domain state',
  description: 'Returns state about a domain.',
  options: { domain: domainOption, reason: flag('also print reason for the state') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const { state, reason } = await (await shell.hypervisor()).domainGetState(domain, 0);
    shell.line(args.flag('reason') ? `${stateName(state)} (${reasonName(state, reason)})` : stateName(state));
  },
});

const domcontrol = command({
  name: 'domcontrol',
  summary: 'domain control interface state',
  description: 'Returns state of a control interface to the domain.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    shell.line(controlName(await (await shell.hypervisor()).domainGetControlInfo(domain, 0)));
  },
});

export const commands: readonly AnyCommand[] = [dominfo, domstate, domcontrol];
