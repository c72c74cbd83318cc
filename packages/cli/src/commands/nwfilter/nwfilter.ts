import { NWFilterDefineFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, counted, inOlderForm } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findNWFilter } from '../../objects/nwfilter.ts';
import { table } from '../../table.ts';
import { byName } from '../../tree.ts';
import { nwfilterOption } from './options.ts';

const nwfilterList = command({
  name: 'nwfilter-list',
  summary: 'list network filters',
  description: 'Returns list of network filters.',
  options: {},
  async run(shell) {
    const { nwfilter } = await shell.families();
    const call = counted(nwfilter.connectListAllNWFilters(0), 'network filters', 'virConnectNumOfNWFilters');
    const filters = byName(await call);
    shell.print(table(['UUID', 'Name'], filters.map(({ uuid, name }) => [uuid, name]), shell.options.quiet));
  },
});

const nwfilterDefine = command({
  name: 'nwfilter-define',
  summary: 'define or update a network filter from an XML file',
  description: 'Define a new network filter or update an existing one.',
  options: {
    file: text('file containing an XML network filter description', { ...needed, complete: 'file' }),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: NWFilterDefineFlags.VIR_NWFILTER_DEFINE_VALIDATE });
    const { nwfilter } = await shell.families();
    const xml = await readDocument(path);
    const call = inOlderForm(flags === 0 ? 'virNWFilterDefineXML' : undefined, nwfilter.nwfilterDefineXMLFlags(xml, flags));
    const { name } = await attempt(call, `Failed to define network filter from ${path}`);
    shell.extra(`Network filter ${name} defined from ${path}\n`);
  },
});

const nwfilterUndefine = command({
  name: 'nwfilter-undefine',
  summary: 'undefine a network filter',
  description: 'Undefine a given network filter.',
  options: { nwfilter: nwfilterOption },
  async run(shell, args) {
    const ref = await findNWFilter(shell, args);
    const { nwfilter } = await shell.families();
    await attempt(nwfilter.nwfilterUndefine(ref), `Failed to undefine network filter ${args.needed('nwfilter')}`);
    shell.extra(`Network filter ${args.needed('nwfilter')} undefined\n`);
  },
});

const nwfilterDumpxml = command({
  name: 'nwfilter-dumpxml',
  summary: 'network filter information in XML',
  description: 'Output the network filter information as an XML dump to stdout.',
  options: { nwfilter: nwfilterOption, ...xpathOptions },
  async run(shell, args) {
    const ref = await findNWFilter(shell, args);
    await dumpDocument(shell, args, await (await shell.families()).nwfilter.nwfilterGetXMLDesc(ref, 0));
  },
});

export const commands: readonly AnyCommand[] = [nwfilterList, nwfilterDefine, nwfilterUndefine, nwfilterDumpxml];
