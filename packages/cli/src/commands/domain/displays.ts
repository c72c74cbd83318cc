import { DomainXMLFlags as Xml } from '@virtweave/core-api/constants';
import type { XmlElement } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { devicesOf, domainDocument } from '../../domain-document.ts';
import { CommandError, Failed } from '../../errors.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from './options.ts';

const ttyconsole = command({
  name: 'ttyconsole',
  summary: 'tty console',
  description: 'Output the device for the TTY console.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const tty = devicesOf(await domainDocument(shell, domain), 'console')[0]?.attr('tty');
    if (!tty) throw new Failed();
    shell.line(tty);
  },
});

/** Where a display listens; nothing for every address, or none that is known. */
function listens(graphics: XmlElement): string | undefined {
  return graphics.attr('listen') ?? graphics.child('listen')?.attr('address');
}

/** The port, when there is one. `-1` is none yet. */
function portOf(graphics: XmlElement, name: 'port' | 'tlsPort'): number | undefined {
  const port = Number(graphics.attr(name) ?? '0');
  return port > 0 ? port : undefined;
}

/** VNC displays count from 5900. */
const firstVncPort = 5900;

const vncdisplay = command({
  name: 'vncdisplay',
  summary: 'vnc display',
  description: 'Output the IP address and port number for the VNC display.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    if (domain.id === -1) throw new CommandError('Domain is not running');
    const vnc = devicesOf(await domainDocument(shell, domain), 'graphics').find((each) => each.attr('type') === 'vnc');
    const port = vnc && portOf(vnc, 'port');
    if (!vnc || port === undefined) throw new CommandError('Failed to get VNC port. Is this domain using VNC?');
    const address = listens(vnc);
    const host = address === undefined || address === '0.0.0.0' ? '' : address.includes(':') ? `[${address}]` : address;
    shell.line(`${host}:${port - firstVncPort}`);
  },
});

const kinds = ['vnc', 'spice', 'rdp', 'dbus'] as const;

const domdisplay = command({
  name: 'domdisplay',
  summary: 'domain display connection URI',
  description: 'Output the IP address and port number for the graphical display.',
  options: {
    domain: domainOption,
    'include-password': flag('includes the password into the connection URI if available'),
    type: text('select particular graphical display (e.g. "vnc", "spice", "rdp", "dbus")', loose),
    all: flag('show all possible graphical displays'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    if (domain.id === -1) throw new CommandError('Domain is not running');
    const secrets = args.flag('include-password');
    const document = await domainDocument(shell, domain, secrets ? Xml.VIR_DOMAIN_XML_SECURE : 0);
    const wanted = args.text('type');
    const uris = kinds
      .filter((kind) => wanted === undefined || kind === wanted)
      .flatMap((kind) => devicesOf(document, 'graphics').filter((each) => each.attr('type') === kind).slice(0, 1))
      .flatMap((graphics) => displayUri(graphics, secrets) ?? []);
    if (uris.length === 0) {
      throw new CommandError(
        wanted === undefined ? 'No graphical display found' : `No graphical display with type '${wanted}' found`,
      );
    }
    if (args.flag('all')) for (const uri of uris) shell.line(uri);
    else shell.print(uris[0] as string);
  },
});

/** `vnc://127.0.0.1:0`, `spice://:secret@localhost:5900?tls-port=5901` */
function displayUri(graphics: XmlElement, secrets: boolean): string | undefined {
  const kind = graphics.attr('type') ?? '';
  const [port, tls] = [portOf(graphics, 'port'), portOf(graphics, 'tlsPort')];
  const socket = graphics.attr('socket') ?? graphics.child('listen')?.attr('socket');
  if (port === undefined && tls === undefined) {
    if (socket === undefined) return undefined;
    return `${kind}+unix://${socket}`;
  }
  const address = listens(graphics);
  const local = address === undefined || address === '0.0.0.0' || address === '::';
  const host = local ? 'localhost' : address.includes(':') ? `[${address}]` : address;
  const password = secrets ? graphics.attr('passwd') : undefined;
  const shown = port === undefined ? '' : `:${kind === 'vnc' ? port - firstVncPort : port}`;
  const auth = password !== undefined && kind === 'vnc' ? `:${password}@` : '';
  const query = [
    ...(tls === undefined ? [] : [`tls-port=${tls}`]),
    ...(password !== undefined && kind === 'spice' ? [`password=${password}`] : []),
  ];
  return `${kind}://${auth}${host}${shown}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

export const commands: readonly AnyCommand[] = [ttyconsole, vncdisplay, domdisplay];
