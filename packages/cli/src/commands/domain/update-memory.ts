import { XmlElement } from '@virtweave/core-util/xml';
import { DomainXMLFlags as Xml } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { devicesOf, domainDocument, elementText } from '../../domain-document.ts';
import { CommandError } from '../../errors.ts';
import { exclusive, impactOf, impactOptions } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from './options.ts';

const updateMemoryDevice = command({
  name: 'update-memory-device',
  summary: 'update memory device of a domain',
  description: 'Update values of a memory device of a domain',
  options: {
    domain: domainOption,
    ...impactOptions,
    'print-xml': flag('print updated memory device XML instead of executing the change'),
    alias: text('memory device alias', loose),
    node: number('memory device target node', loose),
    'requested-size': number('new value of <requested/> size, as scaled integer (default KiB)', loose),
  },
  async run(shell, args) {
    exclusive(args, 'node', 'alias');
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const view = args.has('config') ? Xml.VIR_DOMAIN_XML_INACTIVE : 0;
    const node = args.uint('node');
    const device = pick(devicesOf(await domainDocument(shell, domain, view), 'memory'), args, node);
    const size = args.bytes('requested-size', 1024);
    const xml = elementText(size === undefined ? device : withRequested(device, size / 1024n));
    if (args.flag('print-xml')) return shell.print(xml);
    await (await shell.hypervisor()).domainUpdateDeviceFlags(domain, xml, impact);
  },
});

function pick(devices: readonly XmlElement[], args: AnyArgs, node: number | undefined): XmlElement {
  const alias = args.text('alias');
  const fitting = devices.filter((device) => {
    if (alias !== undefined) return device.child('alias')?.attr('name') === alias;
    return node === undefined || device.child('target')?.child('node')?.text.trim() === String(node);
  });
  if (fitting.length > 1) throw new CommandError('multiple memory devices found, use --alias or --node to select one');
  if (!fitting[0]) throw new CommandError('no memory device found');
  return fitting[0];
}

/** A copy whose `<requested>` is so many KiB. @throws CommandError for a device that has none */
function withRequested(device: XmlElement, size: bigint): XmlElement {
  const target = device.child('target');
  if (!target?.child('requested')) throw new CommandError('virtio-mem device is missing <requested/>');
  const replaced = (element: XmlElement, name: string, by: (child: XmlElement) => XmlElement): XmlElement =>
    new XmlElement(
      element.name,
      element.attributes,
      element.children.map((child) => (child.kind === 'element' && child.name === name ? by(child) : child)),
    );
  const requested = new XmlElement('requested', new Map([['unit', 'KiB']]), [{ kind: 'text', value: String(size) }]);
  return replaced(device, 'target', (child) => replaced(child, 'requested', () => requested));
}

export const commands: readonly AnyCommand[] = [updateMemoryDevice];
