import { NodeDeviceCreateXMLFlags, NodeDeviceDefineXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, inOlderForm } from '../../errors.ts';
import { autostartCommand } from '../autostart.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findNodeDevice } from '../../objects/host-device.ts';
import { deviceOption, fileOption } from './options.ts';

const nodedevCreate = command({
  name: 'nodedev-create',
  summary: 'create a device defined by an XML file on the node',
  description: 'Create a device on the node.  Note that this command creates devices on the physical host that can then be assigned to a virtual machine.',
  options: {
    file: fileOption,
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NodeDeviceCreateXMLFlags.VIR_NODE_DEVICE_CREATE_XML_VALIDATE });
    const { nodeDevice } = await shell.families();
    const xml = await readDocument(path);
    const { name } = await attempt(nodeDevice.nodeDeviceCreateXML(xml, flags), `Failed to create node device from ${path}`);
    shell.extra(`Node device ${name} created from ${path}\n`);
  },
});

const nodedevDefine = command({
  name: 'nodedev-define',
  summary: 'Define a device by an xml file on a node',
  description: 'Defines a persistent device on the node that can be assigned to a domain. The device must be started before it can be assigned to a domain.',
  options: {
    file: fileOption,
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NodeDeviceDefineXMLFlags.VIR_NODE_DEVICE_DEFINE_XML_VALIDATE });
    const { nodeDevice } = await shell.families();
    const xml = await readDocument(path);
    const { name } = await attempt(nodeDevice.nodeDeviceDefineXML(xml, flags), `Failed to define node device from '${path}'`);
    shell.extra(`Node device '${name}' defined from '${path}'\n`);
  },
});

const nodedevUndefine = command({
  name: 'nodedev-undefine',
  summary: 'Undefine an inactive node device',
  description: 'Undefines the configuration for an inactive node device',
  options: { device: deviceOption },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const written = args.needed('device');
    const { nodeDevice } = await shell.families();
    await attempt(nodeDevice.nodeDeviceUndefine(device, 0), `Failed to undefine node device '${written}'`);
    shell.extra(`Undefined node device '${written}'\n`);
  },
});

const nodedevStart = command({
  name: 'nodedev-start',
  summary: 'Start an inactive node device',
  description: 'Starts an inactive node device that was previously defined',
  options: { device: text('device name', { ...needed, complete: 'nodedev' }) },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const written = args.needed('device');
    const { nodeDevice } = await shell.families();
    await attempt(nodeDevice.nodeDeviceCreate(device, 0), `Failed to start device ${written}`);
    shell.extra(`Device ${written} started\n`);
  },
});

const nodedevAutostart = autostartCommand({
  name: 'nodedev-autostart',
  what: 'device',
  summary: 'autostart a defined node device',
  description: 'Configure a node device to be automatically started at boot.',
  option: { device: deviceOption },
  async find(shell, args) {
    const device = await findNodeDevice(shell, args);
    const { nodeDevice } = await shell.families();
    return (on) => nodeDevice.nodeDeviceSetAutostart(device, on);
  },
});

const nodedevDestroy = command({
  name: 'nodedev-destroy',
  summary: 'destroy (stop) a device on the node',
  description: 'Destroy a device on the node.  Note that this command destroys devices on the physical host',
  options: { device: deviceOption },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const written = args.needed('device');
    const { nodeDevice } = await shell.families();
    await attempt(nodeDevice.nodeDeviceDestroy(device), `Failed to destroy node device '${written}'`);
    shell.extra(`Destroyed node device '${written}'\n`);
  },
});

const nodedevDetach = command({
  name: 'nodedev-detach',
  summary: 'detach node device from its device driver',
  description: 'Detach node device from its device driver before assigning to a domain.',
  options: {
    device: text('device key', { ...needed, complete: 'nodedev' }),
    driver: text("pci device assignment backend driver (e.g. 'vfio' or 'xen')", { positional: 'quietly' }),
  },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const written = args.needed('device');
    const hypervisor = await shell.hypervisor();
    const driver = args.text('driver');
    // The older function has two letters too many.
    const call = inOlderForm(driver === undefined ? 'virNodeDeviceDettach' : undefined, hypervisor.nodeDeviceDetachFlags(device, driver, 0));
    await attempt(call, `Failed to detach device ${written}`);
    shell.extra(`Device ${written} detached\n`);
  },
});

const nodedevReattach = command({
  name: 'nodedev-reattach',
  summary: 'reattach node device to its device driver',
  description: 'Reattach node device to its device driver once released by the domain.',
  options: { device: text('device key', { ...needed, complete: 'nodedev' }) },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const written = args.needed('device');
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.nodeDeviceReAttach(device), `Failed to re-attach device ${written}`);
    shell.extra(`Device ${written} re-attached\n`);
  },
});

const nodedevReset = command({
  name: 'nodedev-reset',
  summary: 'reset node device',
  description: 'Reset node device before or after assigning to a domain.',
  options: { device: text('device key', { ...needed, complete: 'nodedev' }) },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const written = args.needed('device');
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.nodeDeviceReset(device), `Failed to reset device ${written}`);
    shell.extra(`Device ${written} reset\n`);
  },
});

export const commands: readonly AnyCommand[] = [nodedevCreate, nodedevDefine, nodedevUndefine, nodedevStart, nodedevAutostart, nodedevDestroy, nodedevDetach, nodedevReattach, nodedevReset];
