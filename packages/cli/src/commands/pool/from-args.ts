import { StoragePoolCreateFlags } from '@virtweave/core-api/constants';
import { XmlWriter } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag } from '../../grammar/option.ts';
import { adapterNameOption, adapterParentFabricWwnOption, adapterParentOption, adapterParentWwnnOption, adapterParentWwpnOption, adapterWwnnOption, adapterWwpnOption, authTypeOption, authUsernameOption, nameOption, secretUsageOption, secretUuidOption, sourceDevOption, sourceFormatOption, sourceHostOption, sourceInitiatorOption, sourceNameOption, sourcePathOption, sourceProtocolVerOption, targetOption, typeOption } from './options.ts';

/** What a pool is made of. */
const poolOptions = {
  name: nameOption,
  type: typeOption,
  'print-xml': flag("print XML document, but don't define/create"),
  'source-host': sourceHostOption,
  'source-path': sourcePathOption,
  'source-dev': sourceDevOption,
  'source-name': sourceNameOption,
  target: targetOption,
  'source-format': sourceFormatOption,
  'auth-type': authTypeOption,
  'auth-username': authUsernameOption,
  'secret-usage': secretUsageOption,
  'secret-uuid': secretUuidOption,
  'adapter-name': adapterNameOption,
  'adapter-wwnn': adapterWwnnOption,
  'adapter-wwpn': adapterWwpnOption,
  'adapter-parent': adapterParentOption,
  'adapter-parent-wwnn': adapterParentWwnnOption,
  'adapter-parent-wwpn': adapterParentWwpnOption,
  'adapter-parent-fabric-wwn': adapterParentFabricWwnOption,
  'source-protocol-ver': sourceProtocolVerOption,
  'source-initiator': sourceInitiatorOption,
} as const;

const poolCreateAs = command({
  name: 'pool-create-as',
  summary: 'create a pool from a set of args',
  description: 'Create a pool.',
  options: {
    ...poolOptions,
    build: flag('build the pool as normal'),
    'no-overwrite': flag('do not overwrite any existing data'),
    overwrite: flag('overwrite any existing data'),
  },
  async run(shell, args) {
    exclusive(args, 'overwrite', 'no-overwrite');
    const xml = poolXml(args);
    if (args.flag('print-xml')) {
      shell.print(xml);
      return;
    }
    const flags = flagsOf(args, {
      build: StoragePoolCreateFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD,
      overwrite: StoragePoolCreateFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE,
      'no-overwrite': StoragePoolCreateFlags.VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE,
    });
    const { storage } = await shell.families();
    const { name } = await attempt(storage.storagePoolCreateXML(xml, flags), `Failed to create pool ${args.needed('name')}`);
    shell.extra(`Pool ${name} created\n`);
  },
});

const poolDefineAs = command({
  name: 'pool-define-as',
  summary: 'define a pool from a set of args',
  description: 'Define a pool.',
  options: {
    ...poolOptions,
  },
  async run(shell, args) {
    const xml = poolXml(args);
    if (args.flag('print-xml')) {
      shell.print(xml);
      return;
    }
    const { storage } = await shell.families();
    const { name } = await attempt(storage.storagePoolDefineXML(xml, 0), `Failed to define pool ${args.needed('name')}`);
    shell.extra(`Pool ${name} defined\n`);
  },
});

function poolXml(args: AnyArgs): string {
  const w = new XmlWriter();
  w.open('pool').attr('type', args.needed('type')).leaf('name', args.needed('name'));
  if (sourceOptions.some((name) => args.has(name))) writeSource(w, args);
  const target = args.text('target');
  if (target !== undefined) w.open('target').leaf('path', target).close();
  return `${w.close().toString().trimEnd()}\n`;
}

const sourceOptions = [
  'source-host', 'source-path', 'source-dev', 'source-name', 'source-format', 'source-initiator', 'source-protocol-ver',
  'auth-type', 'adapter-name', 'adapter-wwnn',
];

function writeSource(w: XmlWriter, args: AnyArgs): void {
  const element = (option: string, name: string, attribute: string): void => {
    const value = args.text(option);
    if (value !== undefined) w.open(name).attr(attribute, value).close();
  };
  w.open('source');
  element('source-host', 'host', 'name');
  element('source-path', 'dir', 'path');
  element('source-dev', 'device', 'path');
  const initiator = args.text('source-initiator');
  if (initiator !== undefined) w.open('initiator').open('iqn').attr('name', initiator).close().close();
  writeAdapter(w, args);
  writeAuth(w, args);
  element('source-format', 'format', 'type');
  const name = args.text('source-name');
  if (name !== undefined) w.leaf('name', name);
  element('source-protocol-ver', 'protocol', 'ver');
  w.close();
}

function writeAdapter(w: XmlWriter, args: AnyArgs): void {
  const name = args.text('adapter-name');
  const [wwnn, wwpn] = [args.text('adapter-wwnn'), args.text('adapter-wwpn')];
  if (name !== undefined) w.open('adapter').attr('type', 'scsi_host').attr('name', name).close();
  else if (wwnn !== undefined && wwpn !== undefined) {
    w.open('adapter').attr('type', 'fc_host');
    const parent = args.text('adapter-parent');
    const [parentWwnn, parentWwpn] = [args.text('adapter-parent-wwnn'), args.text('adapter-parent-wwpn')];
    const fabric = args.text('adapter-parent-fabric-wwn');
    if (parent !== undefined) w.attr('parent', parent);
    else if (parentWwnn !== undefined && parentWwpn !== undefined) w.attr('parent_wwnn', parentWwnn).attr('parent_wwpn', parentWwpn);
    else if (fabric !== undefined) w.attr('parent_fabric_wwn', fabric);
    w.attr('wwnn', wwnn).attr('wwpn', wwpn).close();
  }
}

function writeAuth(w: XmlWriter, args: AnyArgs): void {
  const [type, user] = [args.text('auth-type'), args.text('auth-username')];
  const [usage, uuid] = [args.text('secret-usage'), args.text('secret-uuid')];
  if (type === undefined || user === undefined || (usage === undefined && uuid === undefined)) return;
  w.open('auth').attr('type', type).attr('username', user).open('secret');
  if (usage !== undefined) w.attr('usage', usage);
  else w.attr('uuid', uuid as string);
  w.close().close();
}

export const commands: readonly AnyCommand[] = [poolCreateAs, poolDefineAs];
