import { ConnectListAllNodeDeviceFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flag, text } from '../../grammar/option.ts';
import { splitList } from '../../grammar/split-list.ts';
import { findNodeDevice } from '../../objects/host-device.ts';
import { drawTree, byName } from '../../tree.ts';
import { isVirtError } from '@virtweave/core-util/errors';
import { deviceOption } from './options.ts';

/** What devices can be, and the flag that asks for each: `pci`, `usb_device`, ... */
const capabilities: Readonly<Record<string, keyof typeof ConnectListAllNodeDeviceFlags>> = {
  system: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM',
  pci: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV',
  usb_device: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV',
  usb: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE',
  net: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET',
  scsi_host: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST',
  scsi_target: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_TARGET',
  scsi: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI',
  storage: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE',
  fc_host: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_FC_HOST',
  vports: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS',
  scsi_generic: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_GENERIC',
  drm: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_DRM',
  mdev_types: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES',
  mdev: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV',
  ccw: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCW_DEV',
  css: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_CSS_DEV',
  vdpa: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_VDPA',
  ap_card: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_CARD',
  ap_queue: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_QUEUE',
  ap_matrix: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_MATRIX',
  vpd: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPD',
  ccwgroup: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCWGROUP_DEV',
  ccwgroup_member: 'VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCWGROUP_MEMBER',
};

const nodedevList = command({
  name: 'nodedev-list',
  summary: 'enumerate devices on this host',
  options: {
    tree: flag('list devices in a tree'),
    cap: text('capability names, separated by comma', { positional: 'quietly' }),
    inactive: flag('list inactive devices'),
    all: flag('list inactive & active devices'),
  },
  async run(shell, args) {
    const caps = args.text('cap');
    const [inactive, all, tree] = [args.flag('inactive'), args.flag('all'), args.flag('tree')];
    if (all && inactive) throw new CommandError('Option --all is incompatible with --inactive');
    if (tree && (caps !== undefined || inactive)) throw new CommandError('Option --tree is incompatible with --cap and --inactive');
    let flags = inactive || all ? ConnectListAllNodeDeviceFlags.VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE : 0;
    if (!inactive) flags |= ConnectListAllNodeDeviceFlags.VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE;
    for (const name of caps === undefined ? [] : splitList(caps)) {
      const flag = Object.hasOwn(capabilities, name) ? capabilities[name] : undefined;
      if (flag === undefined) throw new CommandError('Invalid capability type');
      flags |= ConnectListAllNodeDeviceFlags[flag];
    }
    const { nodeDevice } = await shell.families();
    const devices = byName(await attempt(nodeDevice.connectListAllNodeDevices(flags >>> 0), 'Failed to list node devices'));
    if (!tree) {
      for (const { name } of devices) shell.line(name);
      return;
    }
    const names = new Set(devices.map(({ name }) => name));
    const below = new Map<string, string[]>();
    const roots: string[] = [];
    for (const device of devices) {
      const parent = await nodeDevice.nodeDeviceGetParent(device);
      if (parent === undefined || !names.has(parent)) roots.push(device.name);
      else below.set(parent, [...(below.get(parent) ?? []), device.name]);
    }
    for (const root of roots) shell.print(drawTree(root, (name) => below.get(name) ?? []));
  },
});

const nodedevInfo = command({
  name: 'nodedev-info',
  summary: 'node device information',
  description: 'Returns basic information about the node device',
  options: { device: deviceOption },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    const { nodeDevice } = await shell.families();
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    row('Name', device.name);
    row('Parent', (await nodeDevice.nodeDeviceGetParent(device)) ?? '');
    row('Active', (await nodeDevice.nodeDeviceIsActive(device)) ? 'yes' : 'no');
    row('Persistent', (await nodeDevice.nodeDeviceIsPersistent(device)) ? 'yes' : 'no');
    const autostart = await nodeDevice.nodeDeviceGetAutostart(device).catch((error: unknown) => {
      if (!isVirtError(error)) throw error;
      return undefined; // not every driver has it
    });
    row('Autostart', autostart === undefined ? 'no autostart' : autostart ? 'yes' : 'no');
  },
});

const nodedevDumpxml = command({
  name: 'nodedev-dumpxml',
  summary: 'node device details in XML',
  description: 'Output the node device details as an XML dump to stdout.',
  options: { device: deviceOption, ...xpathOptions },
  async run(shell, args) {
    const device = await findNodeDevice(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).nodeDevice.nodeDeviceGetXMLDesc(device, 0));
  },
});

export const commands: readonly AnyCommand[] = [nodedevList, nodedevInfo, nodedevDumpxml];
