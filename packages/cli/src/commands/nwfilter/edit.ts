import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { findNWFilter } from '../../objects/nwfilter.ts';
import { nwfilterOption } from './options.ts';

const nwfilterEdit = command({
  name: 'nwfilter-edit',
  summary: 'edit XML configuration for a network filter',
  description: 'Edit the XML configuration for a network filter.',
  options: { nwfilter: nwfilterOption },
  async run(shell, args) {
    const ref = await findNWFilter(shell, args);
    const { nwfilter } = await shell.families();
    await editDocument(shell, {
      what: `Network filter ${ref.name}`,
      read: () => nwfilter.nwfilterGetXMLDesc(ref, 0),
      define: (edited) => nwfilter.nwfilterDefineXMLFlags(edited, 0),
    });
  },
});

export const commands: readonly AnyCommand[] = [nwfilterEdit];
