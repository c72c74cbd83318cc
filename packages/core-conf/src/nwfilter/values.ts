import { formatMac, netmaskToPrefix, parseMac, type IpFamily } from '@virtweave/core-util/values';
import { ipAddressOf, ipText } from '../common/ip-value.ts';
import { filterNumber, named, type ValueReader } from './numbers.ts';

const etherTypes = { arp: 0x806, rarp: 0x8035, ipv4: 0x800, ipv6: 0x86dd, vlan: 0x8100 } as const;

/** Protocol in an Ethernet frame; smaller numbers are lengths. */
export const etherType: ValueReader = named(etherTypes, 0x600, 0xffff);
/** The same behind a VLAN tag. */
export const encapsulated: ValueReader = named(etherTypes, 0x3f, 0xffff);

/** Protocol in an IP packet. */
export const ipProtocol: ValueReader = named(
  { tcp: 6, udp: 17, udplite: 136, esp: 50, ah: 51, icmp: 1, igmp: 2, sctp: 132, icmpv6: 58 },
  0,
  0xff,
);

export const arpOpcode: ValueReader = named(
  {
    Request: 1,
    Reply: 2,
    Request_Reverse: 3,
    Reply_Reverse: 4,
    DRARP_Request: 5,
    DRARP_Reply: 6,
    DRARP_Error: 7,
    InARP_Request: 8,
    ARP_NAK: 9,
  },
  0,
  0xffff,
  true,
);

/** Everything that is not one of the words for true is false. */
export const truth: ValueReader = (text) => (['1', 'yes', 'true'].includes(text) ? 'true' : 'false');

export const mac: ValueReader = (text) => {
  try {
    return formatMac(parseMac(text));
  } catch {
    return undefined;
  }
};

/** A mask whose ones are all in front. */
export const macMask: ValueReader = (text) => {
  const mask = mac(text);
  if (mask === undefined) return undefined;
  const bits = Array.from(parseMac(mask), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? mask : undefined;
};

export const ipv4: ValueReader = (text) => ipText(text, 'ipv4');
export const ipv6: ValueReader = (text) => {
  const address = ipAddressOf(text);
  return address?.family === 'ipv6' ? ipText(text) : undefined;
};

/** The length of a prefix, also given as netmask. */
function ipMask(family: IpFamily, bits: number): ValueReader {
  return (text) => {
    const number = filterNumber(text);
    if (number?.hex === false) return number.value >= 0 && number.value <= bits ? String(number.value) : undefined;
    const netmask = ipAddressOf(text);
    const prefix = netmask?.family === family ? netmaskToPrefix(netmask) : undefined;
    return prefix === undefined ? undefined : String(prefix);
  };
}

export const ipv4Mask: ValueReader = ipMask('ipv4', 32);
export const ipv6Mask: ValueReader = ipMask('ipv6', 128);

/** Words of a list, each once and in the order of the house; undefined when one is unknown. */
function words(text: string, known: readonly string[]): string[] | undefined {
  const given = text
    .split(/[ ,]+/)
    .filter((word) => word !== '')
    .map((word) => word.toUpperCase());
  return given.every((word) => known.includes(word)) ? known.filter((word) => given.includes(word)) : undefined;
}

const states = ['NONE', 'NEW', 'ESTABLISHED', 'RELATED', 'INVALID'] as const;

/** States of connections; `NONE` makes a rule that has none. */
export const connectionStates: ValueReader = (text) => {
  const found = words(text, states);
  return found?.[0] === 'NONE' ? 'NONE' : found?.join(',');
};

const tcpFlag = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'] as const;

/** `MASK/FLAGS`: which flags are looked at, and which of them are set. */
export const tcpFlags: ValueReader = (text) => {
  const parts = text.split('/');
  if (parts.length !== 2) return undefined;
  const written = parts.map((part) => {
    const found = words(part, [...tcpFlag, 'ALL', 'NONE']);
    if (found === undefined) return undefined;
    const flags = found.filter((flag) => flag !== 'ALL' && flag !== 'NONE');
    if (found.includes('ALL') || flags.length === tcpFlag.length) return 'ALL';
    return flags.length === 0 ? 'NONE' : flags.join(',');
  });
  return written.includes(undefined) ? undefined : written.join('/');
};

/** Name of an IP set. */
export const ipsetName: ValueReader = (text) => (/^[A-Za-z0-9_.:\-+ ]{0,31}$/.test(text) ? text : undefined);

/** What is looked up in an IP set, one word for each of its dimensions. */
export const ipsetFlags: ValueReader = (text) => (/^(?:src|dst)(?:,(?:src|dst)){0,5}$/i.test(text) ? text.toLowerCase() : undefined);

const maxComment = 256;

/** At most 256 characters are kept. */
export const comment: ValueReader = (text) => text.slice(0, maxComment);
