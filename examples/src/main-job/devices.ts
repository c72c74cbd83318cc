import { readXml, type XmlElement } from '@virtweave/core-util/xml';

/** One line for each device of a domain document that has an address: `disk vda  pci 0000:03:00.0`. */
export function deviceAddresses(domainXml: string): readonly string[] {
  const found: (readonly [string, string])[] = [];
  for (const device of readXml(domainXml).child('devices')?.elements ?? []) {
    const address = device.child('address');
    if (address !== undefined) found.push([describe(device), addressText(address)]);
  }
  const width = Math.max(0, ...found.map(([device]) => device.length));
  return found.map(([device, address]) => `${device.padEnd(width)}  ${address}`);
}

/** What distinguishes a device of its kind, in the document's own words. */
function describe(device: XmlElement): string {
  const target = device.child('target');
  const words = [
    device.name,
    device.attr('type'),
    device.attr('model') ?? device.child('model')?.attr('type'),
    target?.attr('dev') ?? target?.attr('name'),
    device.attr('index'),
  ];
  return words.filter((word) => word !== undefined).join(' ');
}

function addressText(address: XmlElement): string {
  const part = (name: string, digits: number): string =>
    Number(address.attr(name) ?? 0).toString(16).padStart(digits, '0');
  const type = address.attr('type') ?? 'none';
  if (type === 'pci') return `pci ${part('domain', 4)}:${part('bus', 2)}:${part('slot', 2)}.${part('function', 1)}`;
  const rest = [...address.attributes].filter(([name]) => name !== 'type');
  return `${type} ${rest.map(([name, value]) => `${name}=${value}`).join(' ')}`;
}
