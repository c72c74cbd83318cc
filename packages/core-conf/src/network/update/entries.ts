import type { XmlElement } from '@virtweave/core-util/xml';
import { formatDocument, openDocument, type DocumentOptions } from '../../table/document.ts';
import { readTable, type Table } from '../../table/table.ts';
import { dhcpHost, dhcpRange, type DhcpHost, type DhcpRange } from '../dhcp.ts';
import { dnsHost, dnsSrv, dnsTxt, type DnsHost, type DnsSrv, type DnsTxt } from '../dns.ts';
import { forwardInterface, type ForwardInterface } from '../forward.ts';
import { portgroup, type PortGroup } from '../portgroup.ts';

/** The entry that each section of a network takes in `virNetworkUpdate`. */
export interface NetworkUpdateEntries {
  'ip-dhcp-host': DhcpHost;
  'ip-dhcp-range': DhcpRange;
  'forward-interface': ForwardInterface;
  portgroup: PortGroup;
  'dns-host': DnsHost;
  'dns-txt': DnsTxt;
  'dns-srv': DnsSrv;
}

/** A section whose entries can be changed one by one. */
export type NetworkEntrySection = keyof NetworkUpdateEntries;

/** Element and table of the entries of each section. */
export const networkEntries: {
  readonly [S in NetworkEntrySection]: { readonly root: string; readonly table: Table<NetworkUpdateEntries[S]> };
} = {
  'ip-dhcp-host': { root: 'host', table: dhcpHost },
  'ip-dhcp-range': { root: 'range', table: dhcpRange },
  'forward-interface': { root: 'interface', table: forwardInterface },
  portgroup: { root: 'portgroup', table: portgroup },
  'dns-host': { root: 'host', table: dnsHost },
  'dns-txt': { root: 'txt', table: dnsTxt },
  'dns-srv': { root: 'srv', table: dnsSrv },
};

/** Reads the entry of an update as it is written; {@link updateNetwork} says whether it can stand. */
export function readNetworkEntry<S extends NetworkEntrySection>(
  section: S,
  document: string | XmlElement,
  options: DocumentOptions = {},
): NetworkUpdateEntries[S] {
  const { root, table } = networkEntries[section];
  const element = openDocument(document, root, table, { ...options, defaultName: '(network_update_xml)' });
  return readTable(table, element, { inactive: true, status: false });
}

/**
 * Writes the entry of an update.
 *
 * @example
 * ```ts
 * formatNetworkEntry('ip-dhcp-host', { mac: '52:54:00:00:00:01', ip: '10.0.0.9' });
 * // "<host mac='52:54:00:00:00:01' ip='10.0.0.9'/>\n"
 * ```
 */
export function formatNetworkEntry<S extends NetworkEntrySection>(section: S, entry: NetworkUpdateEntries[S]): string {
  const { root, table } = networkEntries[section];
  return formatDocument(root, table, entry, section === 'portgroup' ? { empty: 'pair' } : {});
}
