import { readXml, XmlElement } from '@virtweave/core-util/xml';
import type { Network } from '../network.ts';
import { commands, notSupported, type Change, type NetworkUpdateCommand } from './change.ts';
import { updateDhcpHost, updateDhcpRange } from './dhcp.ts';
import { updateDnsHost, updateDnsSrv, updateDnsTxt } from './dns.ts';
import { updateForwardInterface } from './forward-interface.ts';
import { updatePortgroup } from './portgroup.ts';

/** What is changed (`virNetworkUpdateSection`), spelled as `virsh net-update` does. */
export type NetworkUpdateSection =
  | 'none'
  | 'bridge'
  | 'domain'
  | 'ip'
  | 'ip-dhcp-host'
  | 'ip-dhcp-range'
  | 'forward'
  | 'forward-interface'
  | 'forward-pf'
  | 'portgroup'
  | 'dns-host'
  | 'dns-txt'
  | 'dns-srv';

export interface NetworkUpdate {
  readonly command: NetworkUpdateCommand;
  readonly section: NetworkUpdateSection;
  /** Which `<ip>` is meant, from 0. Default -1: the one that has DHCP, else the first. */
  readonly parentIndex?: number;
  /** The entry, such as `<host mac='..' ip='..'/>`. To delete, what finds it is enough. */
  readonly xml: string;
}

/** By libvirt's numbers: `networkUpdateCommands[1]` is `modify`. */
export const networkUpdateCommands: readonly NetworkUpdateCommand[] = commands;

/** By libvirt's numbers: `networkUpdateSections[4]` is `ip-dhcp-host`. */
export const networkUpdateSections: readonly NetworkUpdateSection[] = [
  'none',
  'bridge',
  'domain',
  'ip',
  'ip-dhcp-host',
  'ip-dhcp-range',
  'forward',
  'forward-interface',
  'forward-pf',
  'portgroup',
  'dns-host',
  'dns-txt',
  'dns-srv',
];

const updates: Partial<Record<NetworkUpdateSection, (change: Change) => Network>> = {
  'ip-dhcp-host': updateDhcpHost,
  'ip-dhcp-range': updateDhcpRange,
  'forward-interface': updateForwardInterface,
  portgroup: updatePortgroup,
  'dns-host': updateDnsHost,
  'dns-txt': updateDnsTxt,
  'dns-srv': updateDnsSrv,
};

/**
 * The network with one entry added, changed or removed (`virNetworkUpdate`). The object that is given stays as it is. The
 * result is not checked as a whole: see `validateNetwork`.
 *
 * @throws VirtError `VIR_ERR_OPERATION_INVALID` when there is no such entry, or already one;
 * `VIR_ERR_OPERATION_UNSUPPORTED` for sections that cannot be changed this way; `VIR_ERR_XML_ERROR` and others for the entry
 *
 * @example
 * ```ts
 * updateNetwork(network, { command: 'add-last', section: 'portgroup', xml: "<portgroup name='guests'/>" }).portgroups.length;
 * ```
 */
export function updateNetwork(network: Network, { command, section, parentIndex = -1, xml }: NetworkUpdate): Network {
  const element = placed(readXml(xml, { name: '(network_update_xml)' }), network.name);
  const update = updates[section];
  if (update !== undefined) return update({ network, command, parentIndex, element });
  if (section === 'none') throw notSupported(`can't update unrecognized section of network`);
  throw notSupported(`can't update '${section.replaceAll('-', ' ')}' section of network '${network.name}'`);
}

/** Puts the entry into a network of the name, so that messages can say it. */
function placed(element: XmlElement, network: string): XmlElement {
  const name = new XmlElement('name', undefined, [{ kind: 'text', value: network }]);
  void new XmlElement('network', undefined, [name, element]);
  return element;
}
