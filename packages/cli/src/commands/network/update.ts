import { NetworkUpdateCommand, NetworkUpdateFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag, text, number, needed } from '../../grammar/option.ts';
import { findNetwork } from '../../objects/network.ts';
import { networkOption } from './options.ts';

/** `virNetworkUpdateCommand` by name; `add` is `add-last`. */
const actions = new Map<string, number>([
  ['none', 0],
  ['modify', NetworkUpdateCommand.VIR_NETWORK_UPDATE_COMMAND_MODIFY],
  ['delete', NetworkUpdateCommand.VIR_NETWORK_UPDATE_COMMAND_DELETE],
  ['add', NetworkUpdateCommand.VIR_NETWORK_UPDATE_COMMAND_ADD_LAST],
  ['add-last', NetworkUpdateCommand.VIR_NETWORK_UPDATE_COMMAND_ADD_LAST],
  ['add-first', NetworkUpdateCommand.VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST],
]);

/** `virNetworkUpdateSection` by number. */
const sections = [
  'none', 'bridge', 'domain', 'ip', 'ip-dhcp-host', 'ip-dhcp-range', 'forward', 'forward-interface', 'forward-pf',
  'portgroup', 'dns-host', 'dns-txt', 'dns-srv',
];

const netUpdate = command({
  name: 'net-update',
  summary: "update parts of an existing network's configuration",
  options: {
    network: networkOption,
    command: text('type of update (add-first, add-last (add), delete, or modify)', needed),
    section: text('which section of network configuration to update', needed),
    xml: text("name of file containing xml (or, if it starts with '<', the complete xml element itself) to add/modify, or to be matched for search", needed),
    'parent-index': number('which parent object to search through', { positional: 'quietly' }),
    config: flag('affect next network startup'),
    live: flag('affect running network'),
    current: flag('affect current state of network'),
  },
  async run(shell, args) {
    exclusive(args, 'current', 'live');
    exclusive(args, 'current', 'config');
    const ref = await findNetwork(shell, args);
    const action = actions.get(args.needed('command'));
    if (action === undefined) throw new CommandError(`unrecognized command name '${args.needed('command')}'`);
    const section = sections.indexOf(args.needed('section'));
    if (section < 0) throw new CommandError(`unrecognized section name '${args.needed('section')}'`);
    const parent = args.int('parent-index') ?? -1;
    const written = args.needed('xml');
    const xml = written.startsWith('<') ? written : await readDocument(written);
    const flags = flagsOf(args, {
      config: NetworkUpdateFlags.VIR_NETWORK_UPDATE_AFFECT_CONFIG,
      live: NetworkUpdateFlags.VIR_NETWORK_UPDATE_AFFECT_LIVE,
    });
    const { network } = await shell.families();
    await attempt(
      network.networkUpdate(ref, action, section, parent, xml, flags),
      `Failed to update network ${args.needed('network')}`,
    );
    const parts = [...(args.flag('config') ? ['persistent config'] : []), ...(args.flag('live') || !args.flag('config') ? ['live state'] : [])];
    shell.extra(`Updated network ${ref.name} ${parts.join(' and ')}`);
  },
});

export const commands: readonly AnyCommand[] = [netUpdate];
