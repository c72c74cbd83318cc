import { NetworkCreateFlags, NetworkDefineFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, inOlderForm } from '../../errors.ts';
import { autostartCommand } from '../autostart.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag } from '../../grammar/option.ts';
import { findNetwork } from '../../objects/network.ts';
import { fileOption, networkOption } from './options.ts';

const netAutostart = autostartCommand({
  name: 'net-autostart',
  what: 'network',
  summary: 'autostart a network',
  description: 'Configure a network to be automatically started at boot.',
  option: { network: networkOption },
  async find(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    return (on) => network.networkSetAutostart(ref, on);
  },
});

const netCreate = command({
  name: 'net-create',
  summary: 'create a network from an XML file',
  description: 'Create a network.',
  options: {
    file: fileOption,
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NetworkCreateFlags.VIR_NETWORK_CREATE_VALIDATE });
    const { network } = await shell.families();
    const xml = await readDocument(path);
    const call = inOlderForm(flags === 0 ? 'virNetworkCreateXML' : undefined, network.networkCreateXMLFlags(xml, flags));
    const { name } = await attempt(call, `Failed to create network from ${path}`);
    shell.extra(`Network ${name} created from ${path}\n`);
  },
});

const netDefine = command({
  name: 'net-define',
  summary: 'define an inactive persistent virtual network or modify an existing persistent one from an XML file',
  description: 'Define or modify a persistent virtual network.',
  options: {
    file: fileOption,
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NetworkDefineFlags.VIR_NETWORK_DEFINE_VALIDATE });
    const { network } = await shell.families();
    const xml = await readDocument(path);
    const call = inOlderForm(flags === 0 ? 'virNetworkDefineXML' : undefined, network.networkDefineXMLFlags(xml, flags));
    const { name } = await attempt(call, `Failed to define network from ${path}`);
    shell.extra(`Network ${name} defined from ${path}\n`);
  },
});

const netStart = command({
  name: 'net-start',
  summary: 'start a (previously defined) inactive network',
  description: 'Start a network.',
  options: { network: networkOption },
  async run(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    await attempt(network.networkCreate(ref), `Failed to start network ${args.needed('network')}`);
    shell.extra(`Network ${args.needed('network')} started\n`);
  },
});

const netDestroy = command({
  name: 'net-destroy',
  summary: 'destroy (stop) a network',
  description: 'Forcefully stop a given network.',
  options: { network: networkOption },
  async run(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    await attempt(network.networkDestroy(ref), `Failed to destroy network ${args.needed('network')}`);
    shell.extra(`Network ${args.needed('network')} destroyed\n`);
  },
});

const netUndefine = command({
  name: 'net-undefine',
  summary: 'undefine a persistent network',
  description: 'Undefine the configuration for a persistent network.',
  options: { network: networkOption },
  async run(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    await attempt(network.networkUndefine(ref), `Failed to undefine network ${args.needed('network')}`);
    shell.extra(`Network ${args.needed('network')} has been undefined\n`);
  },
});

export const commands: readonly AnyCommand[] = [netAutostart, netCreate, netDefine, netStart, netDestroy, netUndefine];
