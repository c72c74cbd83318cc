import type { DomainRef, UserFamilies } from '@virtweave/core-api';
import { ConnectListAllDomainsFlags as List, DomainMetadataType } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { stateName } from '../../domain-words.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag } from '../../grammar/option.ts';
import { ifThere } from '../../objects/find.ts';
import { table } from '../../table.ts';

const list = command({
  name: 'list',
  summary: 'list domains',
  description: 'Returns list of domains.',
  options: {
    inactive: flag('list inactive domains'),
    all: flag('list inactive & active domains'),
    transient: flag('list transient domains'),
    persistent: flag('list persistent domains'),
    'with-snapshot': flag('list domains with existing snapshot'),
    'without-snapshot': flag('list domains without a snapshot'),
    'with-checkpoint': flag('list domains with existing checkpoint'),
    'without-checkpoint': flag('list domains without a checkpoint'),
    'state-running': flag('list domains in running state'),
    'state-paused': flag('list domains in paused state'),
    'state-shutoff': flag('list domains in shutoff state'),
    'state-other': flag('list domains in other states'),
    autostart: flag('list domains with autostart enabled'),
    'no-autostart': flag('list domains with autostart disabled'),
    'with-managed-save': flag('list domains with managed save state'),
    'without-managed-save': flag('list domains without managed save'),
    uuid: flag("list uuid's only"),
    name: flag('list domain names only'),
    id: flag('list domain IDs only'),
    table: flag('list table (default)'),
    'managed-save': flag('mark inactive domains with managed save state'),
    title: flag('show domain title'),
  },
  async run(shell, args) {
    for (const only of ['uuid', 'name', 'id'] as const) exclusive(args, 'table', only);
    const flags = flagsOf(args, {
      inactive: List.VIR_CONNECT_LIST_DOMAINS_INACTIVE,
      all: List.VIR_CONNECT_LIST_DOMAINS_ACTIVE | List.VIR_CONNECT_LIST_DOMAINS_INACTIVE,
      transient: List.VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
      persistent: List.VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
      'with-snapshot': List.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
      'without-snapshot': List.VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT,
      'with-checkpoint': List.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
      'without-checkpoint': List.VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT,
      'state-running': List.VIR_CONNECT_LIST_DOMAINS_RUNNING,
      'state-paused': List.VIR_CONNECT_LIST_DOMAINS_PAUSED,
      'state-shutoff': List.VIR_CONNECT_LIST_DOMAINS_SHUTOFF,
      'state-other': List.VIR_CONNECT_LIST_DOMAINS_OTHER,
      autostart: List.VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
      'no-autostart': List.VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART,
      'with-managed-save': List.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
      'without-managed-save': List.VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE,
    });
    const domains = sorted(await (await shell.hypervisor()).connectListAllDomains((flags | implied(args)) >>> 0));
    const only = (['uuid', 'id', 'name'] as const).filter((name) => args.flag(name));
    if (only.length > 0) {
      for (const domain of domains) {
        // An id alone says nothing of a domain that has none.
        if (only.length > 1 || only[0] !== 'id' || domain.id !== -1) shell.line(only.map((name) => shown(domain, name)).join(' '));
      }
      return;
    }
    const hypervisor = await shell.hypervisor();
    const rows: string[][] = [];
    for (const domain of domains) {
      const { state } = await hypervisor.domainGetState(domain, 0);
      const saved =
        args.flag('managed-save') && domain.id === -1 && (await hypervisor.domainHasManagedSaveImage(domain, 0));
      const row = [shown(domain, 'id'), domain.name, saved ? 'saved' : stateName(state)];
      if (args.flag('title')) row.push(await title(hypervisor, domain));
      rows.push(row);
    }
    const heading = ['Id', 'Name', 'State', ...(args.flag('title') ? ['Title'] : [])];
    shell.print(table(heading, rows, shell.options.quiet));
  },
});

/** Running domains unless others are asked for. */
function implied(args: AnyArgs): number {
  if (args.has('inactive') || args.has('all')) return 0;
  const { VIR_CONNECT_LIST_DOMAINS_ACTIVE: active, VIR_CONNECT_LIST_DOMAINS_INACTIVE: inactive } = List;
  return args.has('state-shutoff') ? active | inactive : active;
}

/** Running ones by id, then the others by name. */
function sorted(domains: readonly DomainRef[]): DomainRef[] {
  return [...domains].sort((one, other) => {
    if (one.id === -1 || other.id === -1) {
      if (one.id !== other.id) return one.id === -1 ? 1 : -1;
      return one.name < other.name ? -1 : 1;
    }
    return one.id - other.id;
  });
}

const shown = (domain: DomainRef, field: 'id' | 'uuid' | 'name'): string =>
  field === 'id' && domain.id === -1 ? '-' : String(domain[field]);

async function title(hypervisor: UserFamilies['hypervisor'], domain: DomainRef): Promise<string> {
  const kind = DomainMetadataType.VIR_DOMAIN_METADATA_TITLE;
  return (await ifThere(hypervisor.domainGetMetadata(domain, kind, undefined, 0), 'VIR_ERR_NO_DOMAIN_METADATA')) ?? '';
}

export const commands: readonly AnyCommand[] = [list];
