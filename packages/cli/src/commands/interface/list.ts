import { ConnectListAllInterfacesFlags, InterfaceXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findInterface } from '../../objects/host-device.ts';
import { table } from '../../table.ts';
import { byName } from '../../tree.ts';
import { interfaceOption } from './options.ts';

const ifaceList = command({
  name: 'iface-list',
  summary: 'list physical host interfaces',
  description: 'Returns list of physical host interfaces.',
  options: {
    inactive: flag('list inactive interfaces'),
    all: flag('list inactive & active interfaces'),
  },
  async run(shell, args) {
    const { interface: driver } = await shell.families();
    const active = ConnectListAllInterfacesFlags.VIR_CONNECT_LIST_INTERFACES_ACTIVE;
    const flags = flagsOf(args, {
      inactive: ConnectListAllInterfacesFlags.VIR_CONNECT_LIST_INTERFACES_INACTIVE,
      all: ConnectListAllInterfacesFlags.VIR_CONNECT_LIST_INTERFACES_INACTIVE | active,
    });
    const interfaces = byName(
      await attempt(driver.connectListAllInterfaces(flags === 0 ? active : flags), 'Failed to list interfaces'),
    );
    const rows: string[][] = [];
    for (const each of interfaces) {
      rows.push([each.name, (await driver.interfaceIsActive(each)) ? 'active' : 'inactive', each.mac]);
    }
    shell.print(table(['Name', 'State', 'MAC Address'], rows, shell.options.quiet));
  },
});

const ifaceName = command({
  name: 'iface-name',
  summary: 'convert an interface MAC address to interface name',
  options: { interface: text('interface mac', { ...needed, complete: 'interface' }) },
  async run(shell, args) {
    shell.line((await findInterface(shell, args, ['mac'])).name);
  },
});

const ifaceMac = command({
  name: 'iface-mac',
  summary: 'convert an interface name to interface MAC address',
  options: { interface: text('interface name', { ...needed, complete: 'interface' }) },
  async run(shell, args) {
    shell.line((await findInterface(shell, args, ['name'])).mac);
  },
});

const ifaceDumpxml = command({
  name: 'iface-dumpxml',
  summary: 'interface information in XML',
  description: 'Output the physical host interface information as an XML dump to stdout.',
  options: {
    interface: interfaceOption,
    inactive: flag('show inactive defined XML'),
    ...xpathOptions,
  },
  async run(shell, args) {
    const flags = flagsOf(args, { inactive: InterfaceXMLFlags.VIR_INTERFACE_XML_INACTIVE });
    const ref = await findInterface(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).interface.interfaceGetXMLDesc(ref, flags));
  },
});

export const commands: readonly AnyCommand[] = [ifaceList, ifaceName, ifaceMac, ifaceDumpxml];
