import { DomainDeviceModifyFlags as Modify, DomainModificationImpact as Impact, DomainXMLFlags as Xml } from '@virtweave/core-api/constants';
import { XmlElement } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { devicesOf, diskSource, diskTarget, domainDocument, elementText, macOf } from '../../domain-document.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf, impactOptions, impactOrLive, persistentImpactOf } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, needed, text, type FlagOption } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { findInterface } from '../monitor/interfaces.ts';
import { domainOption, loose } from './options.ts';

const file = text('XML file', { ...needed, complete: 'file' });
const persistent = flag('make live change persistent');
const printXml = (what: string): FlagOption => flag(`print XML document rather than ${what}`);

/** Nothing said: the running guest. */
export const deviceImpact = (args: AnyArgs, running: boolean): number =>
  args.has('persistent') ? persistentImpactOf(args, running) : impactOrLive(args);

/** The function that virsh calls when nothing is said of running guest and definition. */
export const olderDeviceForm = (args: AnyArgs, verb: 'attach' | 'detach'): string | undefined =>
  ['persistent', 'config', 'live', 'current'].some((name) => args.has(name))
    ? undefined
    : `virDomain${verb === 'attach' ? 'Attach' : 'Detach'}Device`;

/** `attach-device`, `detach-device`: they differ in the member that gets the document. */
function deviceCommand(verb: 'attach' | 'detach', member: 'domainAttachDeviceFlags' | 'domainDetachDeviceFlags'): AnyCommand {
  return command({
    name: `${verb}-device`,
    summary: `${verb} device from an XML file`,
    description: verb === 'attach' ? 'Attach device from an XML <file>.' : 'Detach device from an XML <file>',
    options: { domain: domainOption, file, persistent, ...impactOptions },
    async run(shell, args) {
      const domain = await findDomain(shell, args);
      const impact = deviceImpact(args, domain.id !== -1);
      const path = args.needed('file');
      const xml = await readDocument(path);
      const call = (await shell.hypervisor())[member](domain, xml, impact);
      await attempt(inOlderForm(olderDeviceForm(args, verb), call), `Failed to ${verb} device from ${path}`);
      shell.extra(`Device ${verb}ed successfully\n`);
    },
  });
}

const attachDevice = deviceCommand('attach', 'domainAttachDeviceFlags');
const detachDevice = deviceCommand('detach', 'domainDetachDeviceFlags');

const updateDevice = command({
  name: 'update-device',
  summary: 'update device from an XML file',
  description: 'Update device from an XML <file>.',
  options: { domain: domainOption, file, persistent, ...impactOptions, force: flag('force device update') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const force = flagsOf(args, { force: Modify.VIR_DOMAIN_DEVICE_MODIFY_FORCE });
    const impact = (persistentImpactOf(args, domain.id !== -1) | force) >>> 0;
    const path = args.needed('file');
    const xml = await readDocument(path);
    await attempt((await shell.hypervisor()).domainUpdateDeviceFlags(domain, xml, impact), `Failed to update device from ${path}`);
    shell.extra('Device updated successfully\n');
  },
});

const detachDeviceAlias = command({
  name: 'detach-device-alias',
  summary: 'detach device from an alias',
  description: 'Detach device identified by the given alias from a domain',
  options: { domain: domainOption, alias: text('device alias', needed), ...impactOptions },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const alias = args.needed('alias');
    const impact = persistentImpactOf(args, domain.id !== -1);
    await attempt(
      (await shell.hypervisor()).domainDetachDeviceAlias(domain, alias, impact),
      `Failed to detach device with alias ${alias}`,
    );
    shell.extra('Device detach request sent successfully\n');
  },
});

/** Which document a command looks into: the definition when only that is to be changed. */
const viewOf = (args: AnyArgs): number => (args.has('config') && !args.has('live') ? Xml.VIR_DOMAIN_XML_INACTIVE : 0);

const detachDisk = command({
  name: 'detach-disk',
  summary: 'detach disk device',
  description: 'Detach disk device.',
  options: { domain: domainOption, target: text('target of disk device', needed), persistent, ...impactOptions, 'print-xml': printXml('detach the disk') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const impact = deviceImpact(args, domain.id !== -1);
    const target = args.needed('target');
    const disks = devicesOf(await domainDocument(shell, domain, viewOf(args)), 'disk');
    const disk = disks.find((each) => diskTarget(each) === target || diskSource(each) === target);
    if (!disk) throw new CommandError(`No disk found whose source path or target is ${target}`);
    const xml = elementText(disk);
    if (args.flag('print-xml')) return shell.print(xml);
    const call = (await shell.hypervisor()).domainDetachDeviceFlags(domain, xml, impact);
    await attempt(inOlderForm(olderDeviceForm(args, 'detach'), call), 'Failed to detach disk');
    shell.extra('Disk detached successfully\n');
  },
});

const detachInterface = command({
  name: 'detach-interface',
  summary: 'detach network interface',
  description: 'Detach network interface.',
  options: {
    domain: domainOption,
    type: text('network interface type', needed),
    mac: text('MAC address', loose),
    persistent,
    ...impactOptions,
    'print-xml': printXml('detach the interface'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const impact = deviceImpact(args, domain.id !== -1);
    const nics = devicesOf(await domainDocument(shell, domain, viewOf(args)), 'interface');
    let xml: string;
    try {
      xml = elementText(pick(nics, args.needed('type'), args.text('mac')));
    } catch (error) {
      shell.report(error);
      throw new CommandError('Failed to detach interface');
    }
    if (args.flag('print-xml')) return shell.print(xml);
    const call = (await shell.hypervisor()).domainDetachDeviceFlags(domain, xml, impact);
    await attempt(inOlderForm(olderDeviceForm(args, 'detach'), call), 'Failed to detach interface');
    shell.extra('Interface detached successfully\n');
  },
});

function pick(nics: readonly XmlElement[], type: string, mac: string | undefined): XmlElement {
  const fitting = nics.filter((nic) => nic.attr('type') === type);
  if (fitting.length === 0) throw new CommandError(`No interface found whose type is ${type}`);
  if (mac === undefined && fitting.length > 1) {
    throw new CommandError(
      `Domain has ${fitting.length} interfaces. Please specify which one to detach using --mac`,
    );
  }
  const found = fitting.filter((nic) => mac === undefined || macOf(nic)?.toLowerCase() === mac.toLowerCase());
  if (found.length > 1) {
    throw new CommandError(
      `Domain has multiple interfaces matching MAC address ${mac}. You must use detach-device and specify the device pci address to remove it.`,
    );
  }
  if (!found[0]) throw new CommandError(`No interface with MAC address ${mac} was found`);
  return found[0];
}

/** A copy in which the child of that name has that attribute; it is added when there is none. */
function withChild(element: XmlElement, name: string, attributes: Readonly<Record<string, string>> | undefined): XmlElement {
  const children = element.children.filter((child) => child.kind !== 'element' || child.name !== name);
  if (attributes) children.push(new XmlElement(name, new Map(Object.entries(attributes))));
  return new XmlElement(element.name, element.attributes, children);
}

const domifSetlink = command({
  name: 'domif-setlink',
  summary: 'set link state of a virtual interface',
  description: "Set link state of a domain's virtual interface. This command wraps usage of update-device command.",
  options: {
    domain: domainOption,
    interface: text('interface device (MAC Address)', needed),
    state: text('new state of the device', needed),
    config: flag('affect next boot'),
    'print-xml': printXml('set the interface link state'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const [written, state] = [args.needed('interface'), args.needed('state')];
    if (state !== 'up' && state !== 'down') throw new CommandError(`invalid link state '${state}'`);
    const config = args.flag('config') || domain.id === -1;
    const document = await domainDocument(shell, domain, config ? Xml.VIR_DOMAIN_XML_INACTIVE : 0);
    const nic = findInterface(document, written, `interface '${written}' not found`);
    const xml = elementText(withChild(nic, 'link', { state }));
    if (args.flag('print-xml')) return shell.print(xml);
    const impact = config ? Impact.VIR_DOMAIN_AFFECT_CONFIG : Impact.VIR_DOMAIN_AFFECT_LIVE;
    await attempt((await shell.hypervisor()).domainUpdateDeviceFlags(domain, xml, impact), 'Failed to update interface link state');
    shell.extra('Device updated successfully\n');
  },
});

const changeMedia = command({
  name: 'change-media',
  summary: 'Change media of CD or floppy drive',
  description: 'Change media of CD or floppy drive.',
  options: {
    domain: domainOption,
    path: text('Fully-qualified path or target of disk device', needed),
    source: text('source of the media', loose),
    eject: flag('Eject the media'),
    insert: flag('Insert the media'),
    update: flag('Update the media'),
    current: flag('can be either or both of --live and --config, depends on implementation hypervisor driver'),
    live: flag('alter live configuration of running domain'),
    config: flag('alter persistent configuration, effect observed on next boot'),
    force: flag('force media changing'),
    'print-xml': printXml('change media'),
    block: flag('source media is a block device'),
  },
  async run(shell, args) {
    const [path, source] = [args.needed('path'), args.text('source')];
    const action = (['eject', 'insert', 'update'] as const).filter((name) => args.flag(name));
    if (action.length > 1) throw new CommandError('--eject, --insert, and --update must be specified exclusively.');
    const what = action[0] ?? (source === undefined ? 'eject' : 'update');
    if (what === 'eject' && source !== undefined) throw new CommandError('Options --source and --eject are mutually exclusive');
    const domain = await findDomain(shell, args);
    const force = flagsOf(args, { force: Modify.VIR_DOMAIN_DEVICE_MODIFY_FORCE });
    const impact = (persistentImpactOf(args, domain.id !== -1) | force) >>> 0;
    const disk = devicesOf(await domainDocument(shell, domain, viewOf(args)), 'disk').find(
      (each) =>
        ['cdrom', 'floppy'].includes(each.attr('device') ?? '') && (diskTarget(each) === path || diskSource(each) === path),
    );
    if (!disk) throw new CommandError(`No disk found whose source path or target is ${path}`);
    const target = diskTarget(disk) ?? path;
    const loaded = diskSource(disk) !== undefined;
    if (what === 'eject' && !loaded) throw new CommandError(`The disk device '${target}' doesn't have media`);
    if (what === 'insert' && loaded) throw new CommandError(`The disk device '${target}' already has media`);
    if (what !== 'eject' && source === undefined) throw new CommandError('New disk media source was not specified');
    const type = args.flag('block') ? 'block' : 'file';
    const medium = source === undefined ? undefined : { [type === 'block' ? 'dev' : 'file']: source };
    const changed = withChild(disk, 'source', medium);
    const xml = elementText(
      new XmlElement(changed.name, new Map([...changed.attributes, ['type', source === undefined ? (disk.attr('type') ?? type) : type]]), changed.children),
    );
    if (args.flag('print-xml')) return shell.print(xml);
    await attempt((await shell.hypervisor()).domainUpdateDeviceFlags(domain, xml, impact), `Failed to complete action ${what} on media`);
    shell.extra(`Successfully ${{ eject: 'ejected', insert: 'inserted', update: 'updated' }[what]} media.\n`);
  },
});

export const commands: readonly AnyCommand[] = [
  attachDevice,
  detachDevice,
  updateDevice,
  detachDeviceAlias,
  detachDisk,
  detachInterface,
  domifSetlink,
  changeMedia,
];
