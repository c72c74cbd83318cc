import { XmlWriter } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { impactOptions } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { deviceImpact, olderDeviceForm } from './devices.ts';
import { domainOption, loose } from './options.ts';
import { rateParams, readRate } from './rate.ts';

const attachInterface = command({
  name: 'attach-interface',
  summary: 'attach network interface',
  description: 'Attach new network interface.',
  options: {
    domain: domainOption,
    type: text('network interface type', needed),
    source: text('source of network interface', needed),
    target: text('target network name', loose),
    mac: text('MAC address', loose),
    script: text('script used to bridge network interface', loose),
    model: text('model type', loose),
    alias: text('custom alias name of interface device', loose),
    inbound: text("control domain's incoming traffics", loose),
    outbound: text("control domain's outgoing traffics", loose),
    persistent: flag('make live change persistent'),
    ...impactOptions,
    'print-xml': flag('print XML document rather than attach the interface'),
    managed: flag('libvirt will automatically detach/attach the device from/to host'),
    'source-mode': text('mode attribute of <source/> element', loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const impact = deviceImpact(args, domain.id !== -1);
    const xml = interfaceXml(args);
    if (args.flag('print-xml')) return shell.print(xml);
    const call = (await shell.hypervisor()).domainAttachDeviceFlags(domain, xml, impact);
    await attempt(inOlderForm(olderDeviceForm(args, 'attach'), call), 'Failed to attach interface');
    shell.extra('Interface attached successfully\n');
  },
});

/** Attribute of `<source>` that names what an interface of each type is plugged into. */
const sources: Readonly<Record<string, string>> = { network: 'network', bridge: 'bridge', direct: 'dev', hostdev: '' };

function interfaceXml(args: AnyArgs): string {
  const [type, source, mode] = [args.needed('type'), args.needed('source'), args.text('source-mode')];
  if (!Object.hasOwn(sources, type)) throw new CommandError(`No support for ${type} in command 'attach-interface'`);
  const w = new XmlWriter();
  w.open('interface').attr('type', type);
  if (args.flag('managed')) w.attr('managed', 'yes');
  w.open('source');
  if (type === 'hostdev') writePciAddress(w, source);
  else w.attr(sources[type] as string, source);
  if (type !== 'hostdev' && mode !== undefined) w.attr('mode', mode);
  w.close();
  for (const [option, element, attribute] of [
    ['target', 'target', 'dev'],
    ['mac', 'mac', 'address'],
    ['script', 'script', 'path'],
    ['model', 'model', 'type'],
    ['alias', 'alias', 'name'],
  ] as const) {
    const value = args.text(option);
    if (value !== undefined) w.open(element).attr(attribute, value).close();
  }
  w.openOptional('bandwidth');
  for (const direction of ['inbound', 'outbound'] as const) {
    const written = args.text(direction);
    if (written === undefined) continue;
    w.open(direction);
    for (const { name, value } of rateParams(direction, readRate(written))) w.attr(name.slice(direction.length + 1), String(value));
    w.close();
  }
  w.close().close();
  return w.toString();
}

/** `0000:00:01.0`, with or without `pci:` before it */
function writePciAddress(w: XmlWriter, written: string): void {
  const parts = /^(?:pci:)?([0-9a-f]{1,4})[:.]([0-9a-f]{1,2})[:.]([0-9a-f]{1,2})\.([0-7])$/i.exec(written);
  if (!parts) throw new CommandError(`cannot parse pci address '${written}' for network interface`);
  const hex = (index: number, digits: number): string => `0x${(parts[index] as string).toLowerCase().padStart(digits, '0')}`;
  w.open('address').attr('type', 'pci').attr('domain', hex(1, 4)).attr('bus', hex(2, 2));
  w.attr('slot', hex(3, 2)).attr('function', hex(4, 1)).close();
}

export const commands: readonly AnyCommand[] = [attachInterface];
