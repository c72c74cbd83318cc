import { NWFilterBindingCreateFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findNWFilterBinding } from '../../objects/nwfilter.ts';
import { table } from '../../table.ts';

const nwfilterBindingList = command({
  name: 'nwfilter-binding-list',
  summary: 'list network filter bindings',
  description: 'Returns list of network filter bindings.',
  options: {},
  async run(shell) {
    const { nwfilter } = await shell.families();
    const bindings = await attempt(nwfilter.connectListAllNWFilterBindings(0), 'Failed to list network filter bindings');
    const rows = [...bindings]
      .sort((one, other) => (one.portDevice < other.portDevice ? -1 : 1))
      .map(({ portDevice, filterName }) => [portDevice, filterName]);
    shell.print(table(['Port Dev', 'Filter'], rows, shell.options.quiet));
  },
});

const nwfilterBindingCreate = command({
  name: 'nwfilter-binding-create',
  summary: 'create a network filter binding from an XML file',
  description: 'Create a new network filter binding.',
  options: {
    file: text('file containing an XML network filter binding description', { ...needed, complete: 'file' }),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NWFilterBindingCreateFlags.VIR_NWFILTER_BINDING_CREATE_VALIDATE });
    const { nwfilter } = await shell.families();
    const xml = await readDocument(path);
    const binding = await attempt(nwfilter.nwfilterBindingCreateXML(xml, flags), `Failed to create network filter from ${path}`);
    shell.extra(`Network filter binding on ${binding.portDevice} created from ${path}\n`);
  },
});

const nwfilterBindingDelete = command({
  name: 'nwfilter-binding-delete',
  summary: 'delete a network filter binding',
  description: 'Delete a given network filter binding.',
  options: { binding: text('network filter binding port dev', needed) },
  async run(shell, args) {
    const ref = await findNWFilterBinding(shell, args);
    const { nwfilter } = await shell.families();
    const written = args.needed('binding');
    await attempt(nwfilter.nwfilterBindingDelete(ref), `Failed to delete network filter binding ${written}`);
    shell.extra(`Network filter binding on ${written} deleted\n`);
  },
});

const nwfilterBindingDumpxml = command({
  name: 'nwfilter-binding-dumpxml',
  summary: 'network filter information in XML',
  description: 'Output the network filter information as an XML dump to stdout.',
  options: { binding: text('network filter binding portdev', needed), ...xpathOptions },
  async run(shell, args) {
    const ref = await findNWFilterBinding(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).nwfilter.nwfilterBindingGetXMLDesc(ref, 0));
  },
});

export const commands: readonly AnyCommand[] = [nwfilterBindingList, nwfilterBindingCreate, nwfilterBindingDelete, nwfilterBindingDumpxml];
