import type { XmlElement } from '@virtweave/core-util/xml';
import { checked, worded, wordedRequired, type Wording } from '../common/worded.ts';
import { ipText } from '../common/ip-value.ts';
import { str, yesNo } from '../table/codec.ts';
import { child, list } from '../table/child.ts';
import { attr, leaves, type Field } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';
import { networkDetail, networkProblem } from './names.ts';

/** `<dns>`: what the network's DNS server answers. */
export interface Dns {
  /** Without: no server at all. */
  enable?: boolean;
  /** Ask others for names without a dot. */
  forwardPlainNames?: boolean;
  forwarders: DnsForwarder[];
  txts: DnsTxt[];
  srvs: DnsSrv[];
  hosts: DnsHost[];
}

/** `<forwarder>`: whom to ask, about all names or those of a domain; a domain alone is not asked about. */
export interface DnsForwarder {
  domain?: string;
  addr?: string;
}

export interface DnsTxt {
  /** Without blanks and commas. */
  name: string;
  /** May be absent only in what an update compares with. */
  value?: string;
}

/** `<srv>`: where a service is found (RFC 2782). */
export interface DnsSrv {
  /** Both may be absent only in what an update compares with. */
  service?: string;
  protocol?: string;
  domain?: string;
  target?: string;
  /** 1 to 65535. This and the next two need a target. */
  port?: number;
  priority?: number;
  weight?: number;
}

/** `<host>`: names of an address. */
export interface DnsHost {
  /** May be absent only in what an update compares with. */
  ip?: string;
  hostnames: string[];
}

const forwarder: Table<DnsForwarder> = table<DnsForwarder>(() => ({
  domain: attr('domain', str),
  addr: worded('addr', {
    read(text, element) {
      const addr = ipText(text);
      if (addr !== undefined) return addr;
      throw networkProblem(element, (name) => `Invalid forwarder IP address '${text}' in network '${name}'`, {
        attribute: 'addr',
      });
    },
  }),
}));

/** `<txt>`. */
export const dnsTxt: Table<DnsTxt> = table<DnsTxt>(() => ({
  name: wordedRequired(
    'name',
    {
      read(text, element) {
        if (!/[ ,]/.test(text)) return text;
        throw networkDetail(element, (name) => `prohibited character in DNS TXT record name '${text}' of network ${name}`, 'name');
      },
    },
    (element) => networkDetail(element, (name) => `missing required name attribute in DNS TXT record of network ${name}`),
  ),
  value: attr('value', str),
}));

const word = (name: 'service' | 'protocol', allowed: RegExp): Wording<string> => ({
  read(text, element) {
    if (allowed.test(text)) return text;
    throw networkDetail(
      element,
      (network) => `invalid character in ${name} attribute '${text}' in DNS SRV record of network '${network}'`,
      name,
    );
  },
});

const number = (name: 'port' | 'priority' | 'weight', min: number): Field<number> =>
  worded<number>(name, {
    read(text, element) {
      const service = element.attr('service') ?? '';
      if (element.attr('target') === undefined) {
        throw networkDetail(
          element,
          (network) => `DNS SRV ${name} attribute not permitted without target for service '${service}' in network '${network}'`,
          name,
        );
      }
      const value = /^\s*\+?\d+$/.test(text) ? Number(text) : undefined;
      if (value !== undefined && value >= min && value <= 65535) return value;
      const invalid = name === 'priority' ? 'Invalid' : 'invalid';
      throw networkDetail(
        element,
        (network) => `${invalid} DNS SRV ${name} attribute for service '${service}' in network '${network}'`,
        name,
      );
    },
    // 0 is what a server takes anyway.
    omit: 0,
    schema: { type: 'integer', minimum: min, maximum: 65535 },
  });

/** `<srv>`, attribute by attribute: {@link checkDnsSrv} looks at the whole. */
export const dnsSrv: Table<DnsSrv> = table<DnsSrv>(() => ({
  service: worded('service', word('service', /^[\w\-+/*]*$/)),
  protocol: worded('protocol', word('protocol', /^[a-zA-Z0-9\-+/]*$/)),
  domain: attr('domain', str),
  target: attr('target', str),
  port: number('port', 1),
  priority: number('priority', 0),
  weight: number('weight', 0),
}));

/** `<host>` below `<dns>`, attribute by attribute: {@link checkDnsHost} looks at the whole. */
export const dnsHost: Table<DnsHost> = table<DnsHost>(() => ({
  ip: worded('ip', {
    read(text, element) {
      const ip = ipText(text);
      if (ip !== undefined) return ip;
      throw networkDetail(element, (name) => `Invalid IP address in network '${name}' DNS HOST record`, 'ip');
    },
  }),
  hostnames: leaves('hostname', str),
}));

/** Refuses a `<host>` that lacks something. With `partial`, what finds an existing entry is enough. */
export function checkDnsHost({ ip, hostnames }: DnsHost, element: XmlElement, partial: boolean = false): void {
  if (partial) {
    if (ip !== undefined || hostnames.length > 0) return;
    throw networkDetail(element, (name) => `Missing ip and hostname in network '${name}' DNS HOST record`);
  }
  if (ip === undefined) throw networkDetail(element, (name) => `Missing IP address in network '${name}' DNS HOST record`);
  if (hostnames.length === 0) throw networkDetail(element, (name) => `Missing hostname in network '${name}' DNS HOST record`);
}

export function checkDnsTxt({ name, value }: DnsTxt, element: XmlElement): void {
  if (value !== undefined) return;
  throw networkDetail(
    element,
    (network) => `missing required value attribute in DNS TXT record named '${name}' of network ${network}`,
  );
}

export function checkDnsSrv({ service, protocol }: DnsSrv, element: XmlElement): void {
  if (service === undefined) {
    throw networkDetail(element, (name) => `missing required service attribute in DNS SRV record of network '${name}'`);
  }
  if (protocol === undefined) {
    throw networkDetail(
      element,
      (name) => `missing required protocol attribute in DNS SRV record '${service}' of network '${name}'`,
    );
  }
}

const dnsTable: Table<Dns> = table<Dns>(() => ({
  enable: attr('enable', yesNo),
  forwardPlainNames: attr('forwardPlainNames', yesNo),
  forwarders: list('forwarder', forwarder),
  txts: list('txt', dnsTxt),
  srvs: list('srv', dnsSrv),
  hosts: list('host', dnsHost),
}));

/** `<dns>`; one that says nothing is left out. */
export const dns: Field<Dns> = checked(child('dns', dnsTable), (value, parent) => {
  const element = parent.child('dns') as XmlElement;
  const each = <T>(name: string, values: readonly T[], check: (value: T, at: XmlElement) => void): void => {
    values.forEach((one, index) => check(one, element.all(name)[index] ?? element));
  };
  each('forwarder', value.forwarders, ({ addr, domain }, at) => {
    if (addr !== undefined || domain !== undefined) return;
    throw networkProblem(at, () => 'Invalid forwarder element, must contain at least one of addr or domain');
  });
  each('host', value.hosts, checkDnsHost);
  each('srv', value.srvs, checkDnsSrv);
  each('txt', value.txts, checkDnsTxt);
  const entries = value.forwarders.length + value.txts.length + value.srvs.length + value.hosts.length;
  if (entries > 0 && value.enable === false) {
    throw networkProblem(element, (name) => `Extra data in disabled network '${name}'`);
  }
  return entries === 0 && value.enable === undefined && value.forwardPlainNames === undefined ? undefined : value;
});

/** A `<dns>` with nothing in it. */
export function emptyDns(): Dns {
  return { forwarders: [], txts: [], srvs: [], hosts: [] };
}
