import type { Channel, ChardevLog, ChardevSource, Console, Parallel, Serial } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { addressProps, controllerAliasOf } from './address.ts';
import { isArm, isS390, type CommandBuilder } from './builder.ts';
import { escapeComma, onOff, type Props } from './json.ts';

/**
 * Adds `-chardev` for a device and returns its id, `charALIAS`.
 *
 * @param id where it is not made of the alias
 */
export function addChardev(
  build: CommandBuilder,
  alias: string,
  source: ChardevSource,
  log?: ChardevLog,
  id: string = `char${alias}`,
): string {
  const parts: string[] = [];
  switch (source.type) {
    case 'null':
    case 'vc':
    case 'stdio':
      parts.push(source.type, `id=${id}`);
      break;
    case 'pty':
      parts.push('pty', `id=${id}`);
      break;
    case 'dev':
      parts.push(
        alias.startsWith('parallel') ? 'parallel' : 'serial',
        `id=${id}`,
        `path=${escapeComma(source.path ?? '')}`,
      );
      break;
    case 'pipe':
      parts.push('pipe', `id=${id}`, `path=${escapeComma(source.path ?? '')}`);
      break;
    case 'file': {
      const fd = build.context.resources.chardevFile(source);
      const path = fd === undefined ? escapeComma(source.path ?? '') : build.fdset([fd], () => `${alias}-source`);
      parts.push('file', `id=${id}`, `path=${path}`);
      if (fd !== undefined) parts.push('append=on');
      else if (source.append !== undefined) parts.push(`append=${onOff(source.append)}`);
      break;
    }
    case 'udp':
      parts.push(
        'udp',
        `id=${id}`,
        `host=${escapeComma(source.connect.host ?? '')}`,
        `port=${escapeComma(source.connect.service ?? '')}`,
        `localaddr=${escapeComma(source.bind.host ?? '')}`,
        `localport=${escapeComma(source.bind.service ?? '0')}`,
      );
      break;
    case 'tcp': {
      let tls: string | undefined;
      if (wantsTls(build, source)) tls = chardevTls(build, alias, source.mode === 'bind');
      parts.push(
        'socket',
        `id=${id}`,
        `host=${escapeComma(source.host ?? '')}`,
        `port=${escapeComma(source.service ?? '')}`,
      );
      if (source.protocol === 'telnet') parts.push('telnet=on');
      if (source.mode === 'bind') parts.push('server=on', 'wait=off');
      else parts.push(...reconnect(build, source.reconnect));
      if (tls !== undefined) parts.push(`tls-creds=${tls}`);
      break;
    }
    case 'unix': {
      parts.push('socket', `id=${id}`);
      const fd = source.mode === 'bind' ? build.context.resources.chardevSocket(source) : undefined;
      if (fd !== undefined) parts.push(`fd=${build.pass(fd, id)}`);
      else parts.push(`path=${escapeComma(source.path ?? '')}`);
      if (source.mode === 'bind') parts.push('server=on', 'wait=off');
      else parts.push(...reconnect(build, source.reconnect));
      break;
    }
    case 'spicevmc':
      parts.push(
        'spicevmc',
        `id=${id}`,
        `name=${alias.startsWith('redir') ? 'usbredir' : alias.startsWith('smartcard') ? 'smartcard' : 'vdagent'}`,
      );
      break;
    case 'spiceport':
      parts.push('spiceport', `id=${id}`, `name=${escapeComma(source.channel ?? '')}`);
      break;
    case 'qemu-vdagent':
      parts.push('qemu-vdagent', `id=${id}`, 'name=vdagent');
      if (source.clipboard !== undefined) parts.push(`clipboard=${onOff(source.clipboard)}`);
      if (source.mouse !== undefined) parts.push(`mouse=${source.mouse === 'client' ? 'on' : 'off'}`);
      break;
    case 'dbus':
      parts.push('dbus', `id=${id}`, `name=${escapeComma(source.channel ?? '')}`);
      break;
    case 'nmdm':
      return build.unsupported(`unsupported chardev '${source.type}'`);
  }
  if (log !== undefined) {
    const fd = build.context.resources.chardevLog(log.file);
    if (fd === undefined) {
      parts.push(`logfile=${escapeComma(log.file)}`);
      if (log.append !== undefined) parts.push(`logappend=${onOff(log.append)}`);
    } else parts.push(`logfile=${build.fdset([fd], () => `${alias}-log`)}`, 'logappend=on');
  }
  build.add('-chardev', parts.join(','));
  return id;
}

function reconnect(build: CommandBuilder, value: { enabled?: boolean; timeout?: number } | undefined): string[] {
  if (value?.enabled === undefined) return [];
  const seconds = value.enabled ? (value.timeout ?? 0) : 0;
  return [build.has('chardev-reconnect-miliseconds') ? `reconnect-ms=${seconds * 1000}` : `reconnect=${seconds}`];
}

const wantsTls = ({ context }: CommandBuilder, source: { tls?: boolean }): boolean =>
  source.tls ?? context.config.chardevTls;

function chardevTls(build: CommandBuilder, alias: string, server: boolean): string {
  const { config, resources } = build.context;
  const id = `objchar${alias}_tls0`;
  let passwordid: string | undefined;
  if (config.chardevTlsX509SecretUuid !== undefined) {
    passwordid = build.secret(
      `char${alias}-secret0`,
      resources.secret({ type: 'tls', uuid: config.chardevTlsX509SecretUuid }),
    );
  }
  build.object({
    'qom-type': 'tls-creds-x509',
    id,
    dir: config.chardevTlsX509CertDir,
    endpoint: server ? 'server' : 'client',
    'verify-peer': server ? config.chardevTlsX509Verify : true,
    passwordid,
  });
  return id;
}

/** Serial ports. */
export function serials(build: CommandBuilder): void {
  const { domain } = build;
  build.devices('serial', domain.devices.serials, (serial) => {
    const chardev = addChardev(build, serial.alias ?? '', serial.source, serial.log);
    // Ports that are soldered on the board are taken by number.
    if (isPlatformSerial(build, serial)) {
      build.add('-serial', `chardev:${chardev}`);
      return;
    }
    build.device(serialProps(build, serial, chardev));
  });
}

function isPlatformSerial({ domain }: CommandBuilder, { target }: Serial): boolean {
  const { arch } = domain.os.type;
  if (target.type === undefined && target.model === undefined) return true;
  if (target.type !== 'system-serial') return false;
  return (
    isArm(arch) ||
    arch === 'riscv64' ||
    arch === 'riscv32' ||
    arch === 'loongarch64' ||
    target.model === 'pl011' ||
    target.model === '16550a'
  );
}

function serialProps(build: CommandBuilder, serial: Serial, chardev: string): Props {
  const driver = serial.target.model;
  if (driver === undefined) build.unsupported('Unsupported serial type');
  const { address } = serial;
  const place = addressProps(build.domain, serial);
  switch (serial.target.type) {
    case 'isa-serial':
      return { driver, chardev, id: serial.alias, index: serial.target.port, ...place };
    case 'spapr-vio-serial':
      return { driver, chardev, id: serial.alias, ...place };
    case 'isa-debug':
      return { driver, chardev, id: serial.alias, ...(address?.type === 'isa' ? { iobase: address.iobase } : {}) };
    default:
      return { driver, chardev, id: serial.alias, ...place };
  }
}

/** Parallel ports. */
export function parallels(build: CommandBuilder): void {
  build.devices('parallel', build.domain.devices.parallels, (parallel: Parallel) => {
    const chardev = addChardev(build, parallel.alias ?? '', parallel.source, parallel.log);
    build.device({ driver: 'isa-parallel', chardev, id: parallel.alias, ...addressProps(build.domain, parallel) });
  });
}

/** Channels to the guest. */
export function channels(build: CommandBuilder): void {
  build.devices('channel', build.domain.devices.channels, (channel: Channel) => {
    const alias = channel.alias ?? '';
    switch (channel.target.type) {
      case 'guestfwd': {
        const chardev = addChardev(build, alias, channel.source, channel.log);
        const { address = '', port = '' } = channel.target;
        build.netdev({ type: 'user', guestfwd: [{ str: `tcp:${address}:${port}-chardev:${chardev}` }], id: alias });
        break;
      }
      case 'virtio': {
        const chardev = addChardev(build, alias, channel.source, channel.log);
        build.device(virtioPort(build, channel, chardev, 'virtserialport'));
        break;
      }
      case 'xen':
        build.unsupported('xen channels are not supported by QEMU');
    }
  });
}

function virtioPort(build: CommandBuilder, device: Channel | Console, chardev: string, driver: string): Props {
  const { address } = device;
  const place: Record<string, Props[string]> = {};
  if (address?.type === 'virtio-serial') {
    place['bus'] = `${controllerAliasOf(build.domain, 'virtio-serial', address.controller)}.${address.bus}`;
    place['nr'] = address.port;
  } else if (address?.type === 'ccw') Object.assign(place, addressProps(build.domain, device));
  const target = device.target;
  let name: string | undefined;
  if (target.type === 'virtio' && 'name' in target) name = target.name;
  if (driver === 'virtserialport' && device.source.type === 'spicevmc' && name === undefined)
    name = 'com.redhat.spice.0';
  return { driver, ...place, chardev, id: device.alias, name };
}

/** Consoles that are devices of their own: the first may be the first serial port by another name. */
export function consoles(build: CommandBuilder): void {
  build.devices('console', build.domain.devices.consoles, (console: Console) => {
    const alias = console.alias ?? '';
    switch (console.target.type) {
      case 'sclp':
      case 'sclplm': {
        if (!isS390(build.domain.os.type.arch)) build.unsupported('sclpconsole is not supported in this QEMU binary');
        const chardev = addChardev(build, alias, console.source, console.log);
        build.device({ driver: `${console.target.type}console`, chardev, id: alias });
        break;
      }
      case 'virtio': {
        const chardev = addChardev(build, alias, console.source, console.log);
        build.device(virtioPort(build, console, chardev, 'virtconsole'));
        break;
      }
      case 'serial':
      case undefined:
        break;
      default:
        throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `unsupported console target type ${console.target.type}`, {
          domain: 'VIR_FROM_QEMU',
        });
    }
  });
}
