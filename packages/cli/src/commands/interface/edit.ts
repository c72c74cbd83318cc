import { InterfaceXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { findInterface } from '../../objects/host-device.ts';
import { interfaceOption } from './options.ts';

const ifaceEdit = command({
  name: 'iface-edit',
  summary: 'edit XML configuration for a physical host interface',
  description: 'Edit the XML configuration for a physical host interface.',
  options: { interface: interfaceOption },
  async run(shell, args) {
    const ref = await findInterface(shell, args);
    const { interface: driver } = await shell.families();
    await editDocument(shell, {
      what: `Interface ${ref.name}`,
      read: () => driver.interfaceGetXMLDesc(ref, InterfaceXMLFlags.VIR_INTERFACE_XML_INACTIVE),
      define: (edited) => driver.interfaceDefineXML(edited, 0),
    });
  },
});

export const commands: readonly AnyCommand[] = [ifaceEdit];
