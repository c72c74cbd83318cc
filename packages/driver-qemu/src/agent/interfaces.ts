import type { DomainInterfaceInfo, IPAddress } from '@virtweave/core-api';
import type { JsonObject } from '../qmp/index.ts';
import type { AskAgent } from './ask.ts';
import { malformed } from './errors.ts';
import { UINT, integerOf, listOf, textOf } from './reply.ts';

/** `virIPAddrType` */
const types: ReadonlyMap<string, number> = new Map([['ipv4', 0], ['ipv6', 1]]);

/** The guest's network interfaces. Aliases (`eth0:1`) belong to their interface. */
export async function getInterfaces(ask: AskAgent): Promise<readonly DomainInterfaceInfo[]> {
  const reply = listOf(await ask('guest-network-get-interfaces'), "qemu agent didn't return an array of interfaces");
  const found = new Map<string, { name: string; hwaddr?: string; addrs: IPAddress[] }>();
  for (const item of reply) {
    const full = textOf(item['name']);
    if (full === undefined) throw malformed("qemu agent didn't provide 'name' field");
    const name = full.split(':', 1)[0] as string;
    let one = found.get(name);
    if (one === undefined) {
      const hwaddr = textOf(item['hardware-address']);
      one = { name, ...(hwaddr !== undefined && { hwaddr }), addrs: [] };
      found.set(name, one);
    }
    if (item['ip-addresses'] === undefined) continue;
    for (const address of listOf(item['ip-addresses'], 'Malformed ip-addresses array')) one.addrs.push(readAddress(address, name));
  }
  return [...found.values()];
}

function readAddress(address: JsonObject, name: string): IPAddress {
  const field = (key: string): string => {
    const value = textOf(address[key]);
    if (value === undefined) throw malformed(`qemu agent didn't provide '${key}' field for interface '${name}'`);
    return value;
  };
  const typeName = field('ip-address-type');
  const type = types.get(typeName);
  if (type === undefined) throw malformed(`unknown ip address type '${typeName}'`);
  const addr = field('ip-address');
  const prefix = integerOf(address['prefix'], 0, UINT);
  if (prefix === undefined) throw malformed("malformed 'prefix' field");
  return { type, addr, prefix };
}
