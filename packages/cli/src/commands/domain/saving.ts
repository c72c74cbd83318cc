import type { TypedParam, TypedParams } from '@virtweave/core-api';
import {
  DomainCoreDumpFlags as Dump,
  DomainCoreDumpFormat as Format,
  DomainSaveImageXMLFlags as ImageXml,
  DomainSaveRestoreFlags as Save,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, text, type FlagOption, type TextOption } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { watchJob } from '../../watch-job.ts';
import { domainOption, loose } from './options.ts';

const states = (when: string): { readonly running: FlagOption; readonly paused: FlagOption } => ({
  running: flag(`set domain to be running on ${when}`),
  paused: flag(`set domain to be paused on ${when}`),
});
const saveFlags = {
  'bypass-cache': Save.VIR_DOMAIN_SAVE_BYPASS_CACHE,
  running: Save.VIR_DOMAIN_SAVE_RUNNING,
  paused: Save.VIR_DOMAIN_SAVE_PAUSED,
};
const bypass = (when: string): FlagOption => flag(`avoid file system cache when ${when}`);
const stateFile = (what: string): TextOption => text(what, { ...needed, complete: 'file' });
const replacement = text('filename containing updated XML for the target', { ...needed, complete: 'file' });

/** The file, and the document that takes the place of the one inside. */
async function saveParams(file: string, xml: string | undefined): Promise<TypedParam[]> {
  const params: TypedParam[] = [{ name: 'file', type: 'string', value: file }];
  if (xml !== undefined) params.push({ name: 'dxml', type: 'string', value: await readDocument(xml) });
  return params;
}

/** virsh uses three functions for what is one here; the newest only for what the others cannot do. */
const olderName = (name: string, params: TypedParams, flags: number): string => (flags === 0 && params.length === 1 ? name : `${name}Flags`);

const save = command({
  name: 'save',
  summary: 'save a domain state to a file',
  description: 'Save the RAM state of a running domain.',
  options: {
    domain: domainOption,
    file: text('where to save the data', { ...needed, complete: 'file' }),
    'bypass-cache': bypass('saving'),
    xml: text('filename containing updated XML for the target', loose),
    ...states('restore'),
    verbose: flag('display the progress of save'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const [name, file] = [args.needed('domain'), args.needed('file')];
    const params = await saveParams(file, args.text('xml'));
    const hypervisor = await shell.hypervisor();
    const flags = flagsOf(args, saveFlags);
    await attempt(
      watchJob(shell, { domain, label: 'Save', verbose: args.flag('verbose'), call: () => inOlderForm(olderName('virDomainSave', params, flags), hypervisor.domainSaveParams(domain, params, flags)) }),
      `Failed to save domain '${name}' to ${file}`,
    );
    shell.extra(`\nDomain '${name}' saved to ${file}\n`);
  },
});

const restore = command({
  name: 'restore',
  summary: 'restore a domain from a saved state in a file',
  description: 'Restore a domain.',
  options: {
    file: stateFile('the state to restore'),
    'bypass-cache': bypass('restoring'),
    xml: text('filename containing updated XML for the target', loose),
    running: flag('restore domain into running state'),
    paused: flag('restore domain into paused state'),
    'reset-nvram': flag('re-initialize NVRAM from its pristine template'),
  },
  async run(shell, args) {
    const file = args.needed('file');
    const flags = flagsOf(args, { ...saveFlags, 'reset-nvram': Save.VIR_DOMAIN_SAVE_RESET_NVRAM });
    const params = await saveParams(file, args.text('xml'));
    const call = (await shell.hypervisor()).domainRestoreParams(params, flags);
    await attempt(inOlderForm(olderName('virDomainRestore', params, flags), call), `Failed to restore domain from ${file}`);
    shell.extra(`Domain restored from ${file}\n`);
  },
});

const imageDumpxml = command({
  name: 'save-image-dumpxml',
  summary: 'saved state domain information in XML',
  description: 'Dump XML of domain information for a saved state file to stdout.',
  options: { file: stateFile('saved state file to read'), 'security-info': flag('include security sensitive information in XML dump'), ...xpathOptions },
  async run(shell, args) {
    const flags = flagsOf(args, { 'security-info': ImageXml.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE });
    await dumpDocument(shell, args, await (await shell.hypervisor()).domainSaveImageGetXMLDesc(args.needed('file'), flags));
  },
});

const imageDefine = command({
  name: 'save-image-define',
  summary: "redefine the XML for a domain's saved state file",
  description: 'Replace the domain XML associated with a saved state file',
  options: { file: stateFile('saved state file to modify'), xml: replacement, ...states('restore') },
  async run(shell, args) {
    const file = args.needed('file');
    const xml = await readDocument(args.needed('xml'));
    const { running, paused } = saveFlags;
    const flags = flagsOf(args, { running, paused });
    await attempt((await shell.hypervisor()).domainSaveImageDefineXML(file, xml, flags), `Failed to update ${file}`);
    shell.extra(`State file ${file} updated.\n`);
  },
});

const managedsave = command({
  name: 'managedsave',
  summary: 'managed save of a domain state',
  description:
    "Save and destroy a running domain, so it can be restarted from\nthe same state at a later time.  When the virtweave 'start'\n" +
    'command is next run for the domain, it will automatically\nbe started from this saved state.',
  options: { domain: domainOption, 'bypass-cache': bypass('saving'), ...states('next start'), verbose: flag('display the progress of save') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const name = args.needed('domain');
    const hypervisor = await shell.hypervisor();
    const flags = flagsOf(args, saveFlags);
    await attempt(
      watchJob(shell, { domain, label: 'Managedsave', verbose: args.flag('verbose'), call: () => hypervisor.domainManagedSave(domain, flags) }),
      `Failed to save domain '${name}' state`,
    );
    shell.extra(`\nDomain '${name}' state saved by libvirt\n`);
  },
});

const managedsaveRemove = command({
  name: 'managedsave-remove',
  summary: 'Remove managed save of a domain',
  description: 'Remove an existing managed save state file from a domain',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const name = args.needed('domain');
    const hypervisor = await shell.hypervisor();
    const there = await attempt(
      hypervisor.domainHasManagedSaveImage(domain, 0),
      'Failed to check for domain managed save image',
    );
    if (!there) {
      shell.extra(`Domain '${name}' has no manage save image; removal skipped`);
      return;
    }
    await attempt(hypervisor.domainManagedSaveRemove(domain, 0), `Failed to remove managed save image for domain '${name}'`);
    shell.extra(`Removed managedsave image for domain '${name}'`);
  },
});

const managedsaveDumpxml = command({
  name: 'managedsave-dumpxml',
  summary: 'Domain information of managed save state file in XML',
  description: 'Dump XML of domain information for a managed save state file to stdout.',
  options: { domain: domainOption, 'security-info': flag('include security sensitive information in XML dump'), ...xpathOptions },
  async run(shell, args) {
    const flags = flagsOf(args, { 'security-info': ImageXml.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE });
    const domain = await findDomain(shell, args);
    await dumpDocument(shell, args, await (await shell.hypervisor()).domainManagedSaveGetXMLDesc(domain, flags));
  },
});

const managedsaveDefine = command({
  name: 'managedsave-define',
  summary: "redefine the XML for a domain's managed save state file",
  description: 'Replace the domain XML associated with a managed save state file',
  options: { domain: domainOption, xml: replacement, ...states('start') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const xml = await readDocument(args.needed('xml'));
    const { running, paused } = saveFlags;
    const name = args.needed('domain');
    await attempt(
      (await shell.hypervisor()).domainManagedSaveDefineXML(domain, xml, flagsOf(args, { running, paused })),
      `Failed to update ${name} XML configuration`,
    );
    shell.extra(`Managed save state file of domain '${name}' updated.\n`);
  },
});

const formats: Readonly<Record<string, number>> = {
  'kdump-zlib': Format.VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB,
  'kdump-lzo': Format.VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO,
  'kdump-snappy': Format.VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY,
  'win-dmp': Format.VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP,
  elf: Format.VIR_DOMAIN_CORE_DUMP_FORMAT_RAW,
};

const dump = command({
  name: 'dump',
  summary: 'dump the core of a domain to a file for analysis',
  description: 'Core dump a domain.',
  options: {
    domain: domainOption,
    file: text('where to dump the core', { ...needed, complete: 'file' }),
    live: flag('perform a live core dump if supported'),
    crash: flag('crash the domain after core dump'),
    'bypass-cache': flag('avoid file system cache when dumping'),
    reset: flag('reset the domain after core dump'),
    verbose: flag('display the progress of dump'),
    'memory-only': flag("dump domain's memory only"),
    format: text('specify the format of memory-only dump', loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const [name, file, format] = [args.needed('domain'), args.needed('file'), args.text('format')];
    if (format !== undefined && !args.flag('memory-only')) throw new CommandError('--format only works with --memory-only');
    if (format !== undefined && !Object.hasOwn(formats, format)) {
      throw new CommandError(
        `format '${format}' is not supported, expecting 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp' or 'elf'`,
      );
    }
    const flags = flagsOf(args, {
      live: Dump.VIR_DUMP_LIVE,
      crash: Dump.VIR_DUMP_CRASH,
      'bypass-cache': Dump.VIR_DUMP_BYPASS_CACHE,
      reset: Dump.VIR_DUMP_RESET,
      'memory-only': Dump.VIR_DUMP_MEMORY_ONLY,
    });
    const hypervisor = await shell.hypervisor();
    const number = formats[format ?? 'elf'] as number;
    const call = (): Promise<void> =>
      inOlderForm(number === 0 ? 'virDomainCoreDump' : undefined, hypervisor.domainCoreDumpWithFormat(domain, file, number, flags));
    await attempt(
      watchJob(shell, { domain, label: 'Dump', verbose: args.flag('verbose'), call }),
      `Failed to core dump domain '${name}' to ${file}`,
    );
    shell.extra(`\nDomain '${name}' dumped to ${file}\n`);
  },
});

export const commands: readonly AnyCommand[] = [
  save,
  restore,
  imageDumpxml,
  imageDefine,
  managedsave,
  managedsaveRemove,
  managedsaveDumpxml,
  managedsaveDefine,
  dump,
];
