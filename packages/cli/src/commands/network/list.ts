import type { NetworkRef, UserFamilies } from '@virtweave/core-api';
import { ConnectListAllNetworksFlags, NetworkXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findNetwork } from '../../objects/network.ts';
import { table } from '../../table.ts';
import { shownTime } from '../../time.ts';
import { byName } from '../../tree.ts';
import { isVirtError } from '@virtweave/core-util/errors';
import { networkOption } from './options.ts';

const netList = command({
  name: 'net-list',
  summary: 'list networks',
  description: 'Returns list of networks.',
  options: {
    inactive: flag('list inactive networks'),
    all: flag('list inactive & active networks'),
    persistent: flag('list persistent networks'),
    transient: flag('list transient networks'),
    autostart: flag('list networks with autostart enabled'),
    'no-autostart': flag('list networks with autostart disabled'),
    uuid: flag("list uuid's only"),
    name: flag('list network names only'),
    table: flag('list table (default)'),
  },
  async run(shell, args) {
    const uuid = args.flag('uuid');
    const name = args.flag('name');
    if (Number(uuid) + Number(name) + Number(args.flag('table')) > 1) {
      throw new CommandError('Only one argument from --table, --name and --uuid may be specified.');
    }
    const flags = flagsOf(args, {
      inactive: ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_INACTIVE,
      all: ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_ACTIVE | ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_INACTIVE,
      persistent: ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_PERSISTENT,
      transient: ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_TRANSIENT,
      autostart: ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_AUTOSTART,
      'no-autostart': ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART,
    });
    const active = args.flag('inactive') || args.flag('all') ? 0 : ConnectListAllNetworksFlags.VIR_CONNECT_LIST_NETWORKS_ACTIVE;
    const { network } = await shell.families();
    const networks = byName(await attempt(network.connectListAllNetworks(flags | active), 'Failed to list networks'));
    if (uuid || name) {
      for (const each of networks) shell.line(uuid ? each.uuid : each.name);
      return;
    }
    const rows: string[][] = [];
    for (const each of networks) {
      rows.push([
        each.name,
        (await network.networkIsActive(each)) ? 'active' : 'inactive',
        await autostart(network, each),
        (await network.networkIsPersistent(each)) ? 'yes' : 'no',
      ]);
    }
    shell.print(table(['Name', 'State', 'Autostart', 'Persistent'], rows, shell.options.quiet));
  },
});

const netInfo = command({
  name: 'net-info',
  summary: 'network information',
  description: 'Returns basic information about the network',
  options: { network: networkOption },
  async run(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    row('Name', ref.name);
    row('UUID', ref.uuid);
    row('Active', (await network.networkIsActive(ref)) ? 'yes' : 'no');
    row('Persistent', (await network.networkIsPersistent(ref)) ? 'yes' : 'no');
    row('Autostart', await autostart(network, ref));
    try {
      row('Bridge', await network.networkGetBridgeName(ref));
    } catch (error) {
      if (!isVirtError(error)) throw error; // not every network has one
    }
  },
});

const netName = command({
  name: 'net-name',
  summary: 'convert a network UUID to network name',
  options: { network: text('network uuid', { ...needed, complete: 'network' }) },
  async run(shell, args) {
    shell.line((await findNetwork(shell, args, ['uuid'])).name);
  },
});

const netUuid = command({
  name: 'net-uuid',
  summary: 'convert a network name to network UUID',
  options: { network: text('network name', { ...needed, complete: 'network' }) },
  async run(shell, args) {
    shell.line((await findNetwork(shell, args, ['name'])).uuid);
  },
});

const netDumpxml = command({
  name: 'net-dumpxml',
  summary: 'network information in XML',
  description: 'Output the network information as an XML dump to stdout.',
  options: {
    network: networkOption,
    inactive: flag('show inactive defined XML'),
    ...xpathOptions,
  },
  async run(shell, args) {
    const flags = flagsOf(args, { inactive: NetworkXMLFlags.VIR_NETWORK_XML_INACTIVE });
    const ref = await findNetwork(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).network.networkGetXMLDesc(ref, flags));
  },
});

const netDhcpLeases = command({
  name: 'net-dhcp-leases',
  summary: 'print lease info for a given network',
  description: 'Print lease info for a given network',
  options: {
    network: networkOption,
    mac: text('MAC address', { positional: 'quietly' }),
  },
  async run(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    const leases = await attempt(
      network.networkGetDHCPLeases(ref, args.text('mac'), 0),
      `Failed to get leases info for ${args.needed('network')}`,
    );
    const heading = ['Expiry Time', 'MAC address', 'Protocol', 'IP address', 'Hostname', 'Client ID or DUID'];
    const rows = [...leases]
      .sort((one, other) => Number(one.expirytime - other.expirytime))
      .map((lease) => [
        shownTime(lease.expirytime, false),
        lease.mac ?? '-',
        ['ipv4', 'ipv6'][lease.type] ?? '',
        `${lease.ipaddr}/${lease.prefix}`,
        lease.hostname ?? '-',
        lease.clientid ?? '-',
      ]);
    shell.print(table(heading, rows, shell.options.quiet));
  },
});

async function autostart(network: UserFamilies['network'], ref: NetworkRef): Promise<string> {
  return (await network.networkGetAutostart(ref)) ? 'yes' : 'no';
}

export const commands: readonly AnyCommand[] = [netList, netInfo, netName, netUuid, netDumpxml, netDhcpLeases];
