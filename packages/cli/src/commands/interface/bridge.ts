import { InterfaceXMLFlags } from '@virtweave/core-api/constants';
import { XmlWriter, readXml } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flag, text, number, needed } from '../../grammar/option.ts';
import { ifThere } from '../../objects/find.ts';
import { findInterface } from '../../objects/host-device.ts';
import { isVirtError } from '@virtweave/core-util/errors';

const ifaceBridge = command({
  name: 'iface-bridge',
  summary: 'create a bridge device and attach an existing network device to it',
  description: 'bridge an existing network device',
  options: {
    interface: text('existing interface name', { ...needed, complete: 'interface' }),
    bridge: text('new bridge device name', needed),
    'no-stp': flag('do not enable STP for this bridge'),
    delay: number('number of seconds to squelch traffic on newly connected ports', { positional: 'quietly' }),
    'no-start': flag("don't start the bridge immediately"),
  },
  async run(shell, args) {
    const ref = await findInterface(shell, args, ['name']);
    const bridge = args.needed('bridge');
    const delay = args.uint('delay') ?? 0;
    const { interface: driver } = await shell.families();
    if (await ifThere(driver.interfaceLookupByName(bridge), 'VIR_ERR_NO_INTERFACE')) {
      throw new CommandError(`Network device ${bridge} already exists`);
    }
    const document = readXml(await driver.interfaceGetXMLDesc(ref, InterfaceXMLFlags.VIR_INTERFACE_XML_INACTIVE));
    const type = document.attr('type');
    if (type === undefined) throw new CommandError(`Existing device ${ref.name} has no type`);
    if (type === 'bridge') throw new CommandError(`Existing device ${ref.name} is already a bridge`);
    const w = new XmlWriter();
    w.open('interface').attr('type', 'bridge').attr('name', bridge);
    for (const each of document.elements) if (onBridge.has(each.name)) w.foreign(each);
    w.open('bridge').attr('stp', args.flag('no-stp') ? 'off' : 'on');
    if (!args.flag('no-stp')) w.attr('delay', String(delay));
    w.open('interface').attr('type', type).attr('name', ref.name);
    for (const each of document.elements) if (!onBridge.has(each.name)) w.foreign(each);
    w.close().close().close();
    const made = await attempt(driver.interfaceDefineXML(w.toString(), 0), `Failed to define new bridge interface ${bridge}`);
    shell.extra(`Created bridge ${bridge} with attached device ${ref.name}\n`);
    if (args.flag('no-start')) return;
    await attempt(driver.interfaceCreate(made, 0), `Failed to start bridge interface ${bridge}`);
    shell.extra(`Bridge interface ${bridge} started\n`);
  },
});

const ifaceUnbridge = command({
  name: 'iface-unbridge',
  summary: 'undefine a bridge device after detaching its device(s)',
  description: 'unbridge a network device',
  options: {
    bridge: text('current bridge device name', needed),
    'no-start': flag("don't start the detached interface immediately (not recommended)"),
  },
  async run(shell, args) {
    const ref = await findInterface(shell, args, ['name'], 'bridge');
    const { interface: driver } = await shell.families();
    const document = readXml(await driver.interfaceGetXMLDesc(ref, InterfaceXMLFlags.VIR_INTERFACE_XML_INACTIVE));
    if (document.attr('type') !== 'bridge') throw new CommandError(`Device ${ref.name} is not a bridge`);
    const devices = document.child('bridge')?.all('interface') ?? [];
    const [device] = devices;
    const [type, name] = [device?.attr('type'), device?.attr('name')];
    if (!device || type === undefined || name === undefined) throw new CommandError('No interface attached to bridge');
    if (devices.length > 1) throw new CommandError('Multiple interfaces attached to bridge');
    const w = new XmlWriter();
    w.open('interface').attr('type', type).attr('name', name);
    for (const each of [...document.elements.filter((one) => onBridge.has(one.name)), ...device.elements]) w.foreign(each);
    w.close();
    await whenThere(driver.interfaceDestroy(ref, 0));
    await attempt(driver.interfaceUndefine(ref), `Failed to undefine bridge interface ${ref.name}`);
    const made = await attempt(driver.interfaceDefineXML(w.toString(), 0), `Failed to define new interface ${name}`);
    shell.extra(`Device ${name} un-attached from bridge ${ref.name}\n`);
    if (args.flag('no-start')) return;
    await attempt(driver.interfaceCreate(made, 0), `Failed to start interface ${name}`);
    shell.extra(`Interface ${name} started\n`);
  },
});

/** What belongs to the bridge once the device is in it: when it starts, its size of packets, its addresses. */
const onBridge: ReadonlySet<string> = new Set(['start', 'mtu', 'protocol']);

/** A bridge that is down already need not be taken down. */
async function whenThere(stop: Promise<void>): Promise<void> {
  try {
    await stop;
  } catch (error) {
    if (!isVirtError(error, 'VIR_ERR_OPERATION_INVALID')) throw error;
  }
}

export const commands: readonly AnyCommand[] = [ifaceBridge, ifaceUnbridge];
