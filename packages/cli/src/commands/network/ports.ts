import { NetworkPortCreateFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findNetwork, findNetworkPort } from '../../objects/network.ts';
import { table } from '../../table.ts';
import { networkOption, portOption } from './options.ts';

const netPortList = command({
  name: 'net-port-list',
  summary: 'list network ports',
  description: 'Returns list of network ports.',
  options: {
    network: networkOption,
    uuid: flag("list uuid's only"),
    table: flag('list table (default)'),
  },
  async run(shell, args) {
    const uuid = args.flag('uuid');
    if (uuid && args.flag('table')) throw new CommandError('Only one argument from --table and --uuid may be specified.');
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    const uuids = (await network.networkListAllPorts(ref, 0)).map((port) => port.uuid).sort();
    if (uuid) for (const each of uuids) shell.line(each);
    else shell.print(table(['UUID'], uuids.map((each) => [each]), shell.options.quiet));
  },
});

const netPortCreate = command({
  name: 'net-port-create',
  summary: 'create a network port from an XML file',
  description: 'Create a network port.',
  options: {
    network: networkOption,
    file: text('file containing an XML network port description', { ...needed, complete: 'file' }),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NetworkPortCreateFlags.VIR_NETWORK_PORT_CREATE_VALIDATE });
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    const xml = await readDocument(path);
    const port = await attempt(network.networkPortCreateXML(ref, xml, flags), `Failed to create network from ${path}`);
    shell.extra(`Network port ${port.uuid} created from ${path}\n`);
  },
});

const netPortDumpxml = command({
  name: 'net-port-dumpxml',
  summary: 'network port information in XML',
  description: 'Output the network port information as an XML dump to stdout.',
  options: {
    network: networkOption,
    port: portOption,
    ...xpathOptions,
  },
  async run(shell, args) {
    const port = await findNetworkPort(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).network.networkPortGetXMLDesc(port, 0));
  },
});

const netPortDelete = command({
  name: 'net-port-delete',
  summary: 'delete the specified network port',
  description: 'Delete the specified network port.',
  options: {
    network: networkOption,
    port: portOption,
  },
  async run(shell, args) {
    const port = await findNetworkPort(shell, args);
    const { network } = await shell.families();
    await attempt(network.networkPortDelete(port, 0), `Failed to delete network port ${port.uuid}`);
    shell.extra(`Network port ${port.uuid} deleted\n`);
  },
});

export const commands: readonly AnyCommand[] = [netPortList, netPortCreate, netPortDumpxml, netPortDelete];
