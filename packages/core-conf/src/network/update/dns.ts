import { readTable, type Table } from '../../table/table.ts';
import {
  checkDnsHost,
  checkDnsSrv,
  checkDnsTxt,
  dnsHost,
  dnsSrv,
  dnsTxt,
  emptyDns,
  type Dns,
  type DnsHost,
  type DnsSrv,
  type DnsTxt,
} from '../dns.ts';
import type { Network } from '../network.ts';
import { changed, checkElement, invalid, isAdding, unknownCommand, type Change, type NetworkUpdateCommand } from './change.ts';

type Kind = 'hosts' | 'txts' | 'srvs';
type EntryOf<K extends Kind> = Dns[K][number];

/** What the three kinds of records do differently. */
interface Records<K extends Kind> {
  readonly kind: K;
  readonly element: string;
  /** In messages. */
  readonly called: string;
  readonly table: Table<EntryOf<K>>;
  check(entry: EntryOf<K>, at: Change['element'], partial: boolean): void;
  /** Is an entry that is there meant by the one that is given? */
  matches(there: EntryOf<K>, given: EntryOf<K>, command: NetworkUpdateCommand): boolean;
  exists(given: EntryOf<K>, network: string): string;
  several(network: string): string;
}

const hosts: Records<'hosts'> = {
  kind: 'hosts',
  element: 'host',
  called: 'HOST',
  table: dnsHost,
  check: checkDnsHost,
  // Several addresses may have one name: only who deletes may look for names.
  matches: (there: DnsHost, given: DnsHost, command) =>
    (given.ip !== undefined && there.ip === given.ip) ||
    (command === 'delete' && given.hostnames.some((name) => there.hostnames.includes(name))),
  exists: (_given, network) => `there is already at least one DNS HOST record with a matching field in network ${network}`,
  several: (network) => `multiple matching DNS HOST records were found in network ${network}`,
};

const txts: Records<'txts'> = {
  kind: 'txts',
  element: 'txt',
  called: 'TXT',
  table: dnsTxt,
  check(entry, at, partial) {
    if (!partial) checkDnsTxt(entry, at);
  },
  matches: (there: DnsTxt, given: DnsTxt) => there.name === given.name,
  exists: (given, network) => `there is already a DNS TXT record with name '${given.name}' in network ${network}`,
  several: (network) => `multiple matching DNS TXT records were found in network ${network}`,
};

const srvs: Records<'srvs'> = {
  kind: 'srvs',
  element: 'srv',
  called: 'SRV',
  table: dnsSrv,
  check(entry, at, partial) {
    if (!partial) checkDnsSrv(entry, at);
  },
  matches(there: DnsSrv, given: DnsSrv, command) {
    const same = (key: 'service' | 'protocol' | 'domain' | 'target'): boolean =>
      given[key] === undefined || there[key] === given[key];
    // What is modified is known by the name under which it is looked up.
    return same('service') && same('protocol') && same('domain') && (command === 'modify' || same('target'));
  },
  exists: (_given, network) => `there is already at least one DNS SRV record matching all specified fields in network ${network}`,
  several: (network) => `multiple DNS SRV records matching all specified fields were found in network ${network}`,
};

function updateRecords<K extends Kind>(change: Change, records: Records<K>): Network {
  const { network, command, element } = change;
  checkElement(change, records.element);
  const entry = readTable(records.table, element, { inactive: false, status: false });
  records.check(entry, element, command === 'delete');
  const dns = network.dns ?? emptyDns();
  const list = dns[records.kind] as EntryOf<K>[];
  const found = list.flatMap((one, index) => (records.matches(one, entry, command) ? [index] : []));
  if (isAdding(command)) {
    if (found.length > 0) throw invalid(records.exists(entry, network.name));
  } else if (command === 'modify' || command === 'delete') {
    if (found.length === 0) throw invalid(`couldn't locate a matching DNS ${records.called} record in network ${network.name}`);
    // Of several texts with one name, the first counts.
    if (found.length > 1 && records.kind !== 'txts') throw invalid(records.several(network.name));
  } else throw unknownCommand(command);
  const after: Dns = { ...dns, [records.kind]: changed(list, command, entry, found[0]) };
  return withDns(network, after);
}

function withDns({ dns: _before, ...network }: Network, dns: Dns): Network {
  const { enable, forwardPlainNames, forwarders, txts: texts, srvs: services, hosts: names } = dns;
  const says =
    enable !== undefined ||
    forwardPlainNames !== undefined ||
    forwarders.length + texts.length + services.length + names.length > 0;
  return says ? { ...network, dns } : network;
}

/** `dns-host`. */
export const updateDnsHost = (change: Change): Network => updateRecords(change, hosts);
/** `dns-txt`. */
export const updateDnsTxt = (change: Change): Network => updateRecords(change, txts);
/** `dns-srv`. */
export const updateDnsSrv = (change: Change): Network => updateRecords(change, srvs);
