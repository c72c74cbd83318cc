import { NetworkXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { findNetwork } from '../../objects/network.ts';
import { networkOption } from './options.ts';

const netEdit = command({
  name: 'net-edit',
  summary: 'edit XML configuration for a network',
  description: 'Edit the XML configuration for a network.',
  options: { network: networkOption },
  async run(shell, args) {
    const ref = await findNetwork(shell, args);
    const { network } = await shell.families();
    await editDocument(shell, {
      what: `Network ${ref.name}`,
      read: () => network.networkGetXMLDesc(ref, NetworkXMLFlags.VIR_NETWORK_XML_INACTIVE),
      define: (edited) => network.networkDefineXMLFlags(edited, 0),
    });
  },
});

export const commands: readonly AnyCommand[] = [netEdit];
