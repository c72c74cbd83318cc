import { stat } from 'node:fs/promises';
import { XmlWriter } from '@virtweave/core-util/xml';
import { DomainModificationImpact as Impact } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { impactOptions, persistentImpactOf } from '../../flags.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { olderDeviceForm } from './devices.ts';
import { addressFor, writeAddress, type DeviceAddress } from './disk-address.ts';
import { domainOption, loose } from './options.ts';

/** What becomes a `<disk>`. */
interface DiskDescription {
  readonly type: 'file' | 'block' | 'network';
  readonly device?: string | undefined;
  readonly rawio: boolean;
  readonly driver: Readonly<Record<'name' | 'type' | 'iothread' | 'cache' | 'io', string | undefined>>;
  readonly source: string;
  readonly protocol?: string | undefined;
  readonly host: Readonly<Record<'transport' | 'socket' | 'name' | 'port', string | undefined>>;
  readonly target: string;
  readonly bus?: string | undefined;
  readonly mode?: string | undefined;
  readonly serial?: string | undefined;
  readonly alias?: string | undefined;
  readonly wwn?: string | undefined;
  readonly address?: DeviceAddress | undefined;
}

const attachDisk = command({
  name: 'attach-disk',
  summary: 'attach disk device',
  description: 'Attach new disk device.',
  options: {
    domain: domainOption,
    source: text('source of disk device or name of network disk', { ...needed, mayBeEmpty: true, complete: 'file' }),
    target: text('target of disk device', { ...needed, complete: 'disk-target' }),
    targetbus: text('target bus of disk device', { ...loose, complete: 'disk-bus' }),
    driver: text('driver of disk device', loose),
    subdriver: text('subdriver of disk device', { ...loose, complete: 'image-format' }),
    iothread: text('IOThread to be used by supported device', loose),
    cache: text('cache mode of disk device', { ...loose, complete: 'disk-cache' }),
    io: text('io policy of disk device', { ...loose, complete: 'disk-io' }),
    type: text('target device type', { ...loose, complete: 'disk-device' }),
    mode: text('mode of device reading and writing', loose),
    sourcetype: text('type of source (block|file|network)', loose),
    serial: text('serial of disk device', loose),
    wwn: text('wwn of disk device', loose),
    alias: text('custom alias name of disk device', loose),
    rawio: flag('needs rawio capability'),
    address: text('address of disk device', loose),
    multifunction: flag('use multifunction pci under specified address'),
    'print-xml': flag('print XML document rather than attach the disk'),
    'source-protocol': text('protocol used by disk device source', loose),
    'source-host-name': text('host name for source of disk device', loose),
    'source-host-transport': text('host transport for source of disk device', loose),
    'source-host-socket': text('host socket for source of disk device', loose),
    persistent: flag('make live change persistent'),
    ...impactOptions,
  },
  async run(shell, args) {
    const mode = args.text('mode');
    if (mode !== undefined && mode !== 'readonly' && mode !== 'shareable') {
      throw new CommandError(`No support for ${mode} in command 'attach-disk'`);
    }
    const protocol = args.text('source-protocol');
    const transport = args.text('source-host-transport');
    const socket = args.text('source-host-socket');
    if (socket !== undefined && transport === undefined) {
      throw new CommandError('Option --source-host-transport is required by option --source-host-socket');
    }
    const source = args.needed('source');
    const type = await sourceType(args.text('sourcetype'), source);
    if ((type === 'network') !== (protocol !== undefined)) {
      throw new CommandError('--source-protocol option requires --sourcetype network');
    }
    const target = args.needed('target');
    const address = args.text('address');
    const xml = diskXml({
      type,
      device: args.text('type'),
      rawio: args.flag('rawio'),
      driver: {
        name: args.text('driver'),
        type: args.text('subdriver'),
        iothread: args.text('iothread'),
        cache: args.text('cache'),
        io: args.text('io'),
      },
      source,
      protocol,
      host: { transport, socket, ...hostAndPort(args.text('source-host-name')) },
      target,
      bus: args.text('targetbus'),
      mode,
      serial: args.text('serial'),
      alias: args.text('alias'),
      wwn: args.text('wwn'),
      address: address === undefined ? undefined : addressFor(target, address, args.flag('multifunction')),
    });
    if (args.flag('print-xml')) {
      shell.print(xml);
      return;
    }
    const domain = await findDomain(shell, args);
    const impact = persistentImpactOf(args, domain.id !== -1);
    const hypervisor = await shell.hypervisor();
    const call = impact === Impact.VIR_DOMAIN_AFFECT_CURRENT ? 0 : impact;
    const older = olderDeviceForm(args, 'attach');
    await attempt(inOlderForm(older, hypervisor.domainAttachDeviceFlags(domain, xml, call)), 'Failed to attach disk');
    shell.extra('Disk attached successfully\n');
  },
});

/** A path's own type when none is given: a block device, or a file. */
async function sourceType(given: string | undefined, source: string): Promise<DiskDescription['type']> {
  if (given === undefined) {
    const found = await stat(source).catch(() => undefined);
    return found?.isBlockDevice() ? 'block' : 'file';
  }
  if (given !== 'file' && given !== 'block' && given !== 'network') {
    throw new CommandError(`Unknown source type: '${given}'`);
  }
  return given;
}

function hostAndPort(written: string | undefined): { name: string | undefined; port: string | undefined } {
  const colon = written?.lastIndexOf(':') ?? -1;
  if (written === undefined || colon < 0) return { name: written, port: undefined };
  return { name: written.slice(0, colon), port: written.slice(colon + 1) };
}

function diskXml(disk: DiskDescription): string {
  const w = new XmlWriter();
  const attributes = (values: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, value] of Object.entries(values)) if (value !== undefined) w.attr(name, value);
  };
  w.open('disk');
  attributes({ type: disk.type, device: disk.device, rawio: disk.rawio ? 'yes' : undefined });
  w.openOptional('driver');
  attributes(disk.driver);
  w.close();
  writeSource(w, disk, attributes);
  w.open('target');
  attributes({ dev: disk.target, bus: disk.bus });
  w.close();
  if (disk.mode) w.open(disk.mode).close();
  if (disk.serial !== undefined) w.leaf('serial', disk.serial);
  if (disk.alias !== undefined) {
    w.open('alias').attr('name', disk.alias).close();
  }
  if (disk.wwn !== undefined) w.leaf('wwn', disk.wwn);
  if (disk.address) writeAddress(w, disk.address);
  w.close();
  return w.toString();
}

function writeSource(
  w: XmlWriter,
  disk: DiskDescription,
  attributes: (values: Readonly<Record<string, string | undefined>>) => void,
): void {
  if (disk.source === '' && disk.type !== 'network') return;
  w.open('source');
  if (disk.type === 'network') {
    attributes({ protocol: disk.protocol, name: disk.source === '' ? undefined : disk.source });
    w.openOptional('host');
    attributes(disk.host);
    w.close();
  } else w.attr(disk.type === 'file' ? 'file' : 'dev', disk.source);
  w.close();
}

export const commands: readonly AnyCommand[] = [attachDisk];
