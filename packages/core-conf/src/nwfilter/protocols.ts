import { table, type Fields, type Table } from '../table/table.ts';
import { negated, valueOf } from './attributes.ts';
import type {
  ArpMatch,
  CommonMatch,
  EthernetMatch,
  IpAddressesMatch,
  IpMatch,
  Ipv6Match,
  MacMatch,
  Match,
  PacketMatch,
  PacketType,
  PortsMatch,
  SourceMacMatch,
  StpMatch,
  VlanMatch,
} from './match.ts';
import { count, dscp, uint16, uint32, uint8, vlanId, type ValueReader } from './numbers.ts';
import {
  arpOpcode,
  comment,
  connectionStates,
  encapsulated,
  etherType,
  ipProtocol,
  ipsetFlags,
  ipsetName,
  ipv4,
  ipv4Mask,
  ipv6,
  ipv6Mask,
  mac,
  macMask,
  tcpFlags,
  truth,
} from './values.ts';

/** The name of the element says the type. */
type Properties<M extends Match> = Fields<Omit<M, 'type'>>;

const last: Pick<Fields<CommonMatch>, 'comment'> = { comment: valueOf('comment', comment) };

const sourceMac: Omit<Fields<SourceMacMatch>, 'comment'> = {
  negated,
  srcmacaddr: valueOf('srcmacaddr', mac),
  srcmacmask: valueOf('srcmacmask', macMask),
};

const ethernet: Omit<Fields<EthernetMatch>, 'comment'> = {
  ...sourceMac,
  dstmacaddr: valueOf('dstmacaddr', mac),
  dstmacmask: valueOf('dstmacmask', macMask),
};

const addresses = (address: ValueReader, mask: ValueReader): Fields<IpAddressesMatch> => ({
  srcipaddr: valueOf('srcipaddr', address),
  srcipmask: valueOf('srcipmask', mask),
  dstipaddr: valueOf('dstipaddr', address),
  dstipmask: valueOf('dstipmask', mask),
});

const ports: Fields<PortsMatch> = {
  srcportstart: valueOf('srcportstart', uint16),
  srcportend: valueOf('srcportend', uint16),
  dstportstart: valueOf('dstportstart', uint16),
  dstportend: valueOf('dstportend', uint16),
};

const macFields: Properties<MacMatch> = { ...ethernet, protocolid: valueOf('protocolid', etherType), ...last };

const vlanFields: Properties<VlanMatch> = {
  ...ethernet,
  vlanid: valueOf('vlanid', vlanId),
  encapProtocol: valueOf('encap-protocol', encapsulated),
  ...last,
};

const stpFields: Properties<StpMatch> = {
  ...sourceMac,
  bpduType: valueOf('type', uint8),
  flags: valueOf('flags', uint8),
  rootPriority: valueOf('root-priority', uint16),
  rootPriorityHi: valueOf('root-priority-hi', uint16),
  rootAddress: valueOf('root-address', mac),
  rootAddressMask: valueOf('root-address-mask', macMask),
  rootCost: valueOf('root-cost', uint32),
  rootCostHi: valueOf('root-cost-hi', uint32),
  senderPriority: valueOf('sender-priority', uint16),
  senderPriorityHi: valueOf('sender-priority-hi', uint16),
  senderAddress: valueOf('sender-address', mac),
  senderAddressMask: valueOf('sender-address-mask', macMask),
  port: valueOf('port', uint16),
  portHi: valueOf('port-hi', uint16),
  age: valueOf('age', uint16),
  ageHi: valueOf('age-hi', uint16),
  maxAge: valueOf('max-age', uint16),
  maxAgeHi: valueOf('max-age-hi', uint16),
  helloTime: valueOf('hello-time', uint16),
  helloTimeHi: valueOf('hello-time-hi', uint16),
  forwardDelay: valueOf('forward-delay', uint16),
  forwardDelayHi: valueOf('forward-delay-hi', uint16),
  ...last,
};

const arpFields: Properties<ArpMatch> = {
  ...ethernet,
  hwtype: valueOf('hwtype', uint16),
  protocoltype: valueOf('protocoltype', uint16),
  opcode: valueOf('opcode', arpOpcode),
  arpsrcmacaddr: valueOf('arpsrcmacaddr', mac),
  arpdstmacaddr: valueOf('arpdstmacaddr', mac),
  arpsrcipaddr: valueOf('arpsrcipaddr', ipv4),
  arpsrcipmask: valueOf('arpsrcipmask', ipv4Mask),
  arpdstipaddr: valueOf('arpdstipaddr', ipv4),
  arpdstipmask: valueOf('arpdstipmask', ipv4Mask),
  gratuitous: valueOf('gratuitous', truth),
  ...last,
};

const ipFields: Properties<IpMatch> = {
  ...ethernet,
  ...addresses(ipv4, ipv4Mask),
  protocol: valueOf('protocol', ipProtocol),
  ...ports,
  dscp: valueOf('dscp', dscp),
  ...last,
};

const ipv6Fields: Properties<Ipv6Match> = {
  ...ethernet,
  ...addresses(ipv6, ipv6Mask),
  protocol: valueOf('protocol', ipProtocol),
  ...ports,
  icmpType: valueOf('type', uint8),
  icmpTypeEnd: valueOf('typeend', uint8),
  icmpCode: valueOf('code', uint8),
  icmpCodeEnd: valueOf('codeend', uint8),
  ...last,
};

type PacketFields = Partial<Properties<PacketMatch>>;

const portFields: PacketFields = ports;
const icmpFields: PacketFields = { icmpType: valueOf('type', uint8), icmpCode: valueOf('code', uint8) };
const optionFields: PacketFields = { ...ports, option: valueOf('option', uint8) };
const tcpFields: PacketFields = { ...optionFields, flags: valueOf('flags', tcpFlags) };

function packet(family: 'ipv4' | 'ipv6', own: PacketFields = {}): Table<Omit<PacketMatch, 'type'>> {
  const address = family === 'ipv4' ? ipv4 : ipv6;
  return table<Omit<PacketMatch, 'type'>>(() => ({
    negated,
    srcmacaddr: sourceMac.srcmacaddr,
    ...addresses(address, family === 'ipv4' ? ipv4Mask : ipv6Mask),
    srcipfrom: valueOf('srcipfrom', address),
    srcipto: valueOf('srcipto', address),
    dstipfrom: valueOf('dstipfrom', address),
    dstipto: valueOf('dstipto', address),
    dscp: valueOf('dscp', dscp),
    connlimitAbove: valueOf('connlimit-above', count),
    state: valueOf('state', connectionStates),
    ipset: valueOf('ipset', ipsetName),
    ipsetflags: valueOf('ipsetflags', ipsetFlags),
    // A protocol has only some of these.
    ...(own as Pick<Properties<PacketMatch>, keyof PortsMatch | 'option' | 'flags' | 'icmpType' | 'icmpCode'>),
    ...last,
  }));
}

const packets: Record<PacketType, Table<Omit<PacketMatch, 'type'>>> = {
  tcp: packet('ipv4', tcpFields),
  udp: packet('ipv4', portFields),
  udplite: packet('ipv4'),
  esp: packet('ipv4'),
  ah: packet('ipv4'),
  sctp: packet('ipv4', portFields),
  icmp: packet('ipv4', icmpFields),
  igmp: packet('ipv4'),
  all: packet('ipv4'),
  'tcp-ipv6': packet('ipv6', optionFields),
  'udp-ipv6': packet('ipv6', portFields),
  'udplite-ipv6': packet('ipv6'),
  'esp-ipv6': packet('ipv6'),
  'ah-ipv6': packet('ipv6'),
  'sctp-ipv6': packet('ipv6', portFields),
  icmpv6: packet('ipv6', icmpFields),
  'all-ipv6': packet('ipv6'),
};

const arp: Table<Omit<ArpMatch, 'type'>> = table<Omit<ArpMatch, 'type'>>(arpFields);

/** The table of each protocol element. */
export const protocols: ReadonlyMap<string, Table<object>> = new Map<string, Table<object>>([
  ['mac', table<Omit<MacMatch, 'type'>>(macFields)],
  ['vlan', table<Omit<VlanMatch, 'type'>>(vlanFields)],
  ['stp', table<Omit<StpMatch, 'type'>>(stpFields)],
  ['arp', arp],
  ['rarp', arp],
  ['ip', table<Omit<IpMatch, 'type'>>(ipFields)],
  ['ipv6', table<Omit<Ipv6Match, 'type'>>(ipv6Fields)],
  ...Object.entries(packets),
]);
