/**
 * What a rule looks at, by protocol. Every value is the text that libvirt writes: a number in decimal or `0x..`, a word, an
 * address, or a variable such as `$IP`.
 */
export type Match = MacMatch | VlanMatch | StpMatch | ArpMatch | IpMatch | Ipv6Match | PacketMatch;

export interface CommonMatch {
  /** True for packets that do not have these properties. */
  negated?: true;
  comment?: string;
}

/** Source of an Ethernet frame. */
export interface SourceMacMatch extends CommonMatch {
  srcmacaddr?: string;
  srcmacmask?: string;
}

export interface EthernetMatch extends SourceMacMatch {
  dstmacaddr?: string;
  dstmacmask?: string;
}

export interface MacMatch extends EthernetMatch {
  type: 'mac';
  /** EtherType: `arp`, `rarp`, `ipv4`, `ipv6`, `vlan` or a number from 0x600. */
  protocolid?: string;
}

export interface VlanMatch extends EthernetMatch {
  type: 'vlan';
  /** 0 to 4095. */
  vlanid?: string;
  encapProtocol?: string;
}

/** Spanning tree; `..Hi` makes a range. */
export interface StpMatch extends SourceMacMatch {
  type: 'stp';
  bpduType?: string;
  flags?: string;
  rootPriority?: string;
  rootPriorityHi?: string;
  rootAddress?: string;
  rootAddressMask?: string;
  rootCost?: string;
  rootCostHi?: string;
  senderPriority?: string;
  senderPriorityHi?: string;
  senderAddress?: string;
  senderAddressMask?: string;
  port?: string;
  portHi?: string;
  age?: string;
  ageHi?: string;
  maxAge?: string;
  maxAgeHi?: string;
  helloTime?: string;
  helloTimeHi?: string;
  forwardDelay?: string;
  forwardDelayHi?: string;
}

export interface ArpMatch extends EthernetMatch {
  type: 'arp' | 'rarp';
  hwtype?: string;
  protocoltype?: string;
  /** `Request`, `Reply` and others, or a number. */
  opcode?: string;
  arpsrcmacaddr?: string;
  arpdstmacaddr?: string;
  arpsrcipaddr?: string;
  arpsrcipmask?: string;
  arpdstipaddr?: string;
  arpdstipmask?: string;
  gratuitous?: string;
}

export interface IpAddressesMatch {
  srcipaddr?: string;
  /** Length of the prefix. */
  srcipmask?: string;
  dstipaddr?: string;
  dstipmask?: string;
}

export interface PortsMatch {
  srcportstart?: string;
  srcportend?: string;
  dstportstart?: string;
  dstportend?: string;
}

/** IPv4 in Ethernet frames. */
export interface IpMatch extends EthernetMatch, IpAddressesMatch, PortsMatch {
  type: 'ip';
  protocol?: string;
  dscp?: string;
}

/** IPv6 in Ethernet frames; type and code are those of ICMPv6. */
export interface Ipv6Match extends EthernetMatch, IpAddressesMatch, PortsMatch {
  type: 'ipv6';
  protocol?: string;
  icmpType?: string;
  icmpTypeEnd?: string;
  icmpCode?: string;
  icmpCodeEnd?: string;
}

export type PacketType =
  | 'tcp' | 'udp' | 'udplite' | 'esp' | 'ah' | 'sctp' | 'icmp' | 'igmp' | 'all'
  | 'tcp-ipv6' | 'udp-ipv6' | 'udplite-ipv6' | 'esp-ipv6' | 'ah-ipv6' | 'sctp-ipv6' | 'icmpv6' | 'all-ipv6';

/** IP packets, with the state of the connection they belong to. Ports, flags and ICMP only where the protocol has them. */
export interface PacketMatch extends CommonMatch, IpAddressesMatch, PortsMatch {
  type: PacketType;
  srcmacaddr?: string;
  srcipfrom?: string;
  srcipto?: string;
  dstipfrom?: string;
  dstipto?: string;
  dscp?: string;
  /** More connections than this, of one address. */
  connlimitAbove?: string;
  /** `NEW,ESTABLISHED`, ... or `NONE`. */
  state?: string;
  ipset?: string;
  ipsetflags?: string;
  /** TCP. */
  option?: string;
  /** TCP over IPv4: `SYN,ACK/SYN`. */
  flags?: string;
  icmpType?: string;
  icmpCode?: string;
}
