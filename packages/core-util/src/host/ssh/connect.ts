import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { VirtError } from '../../errors/virt-error.ts';
import type { CallOptions, HostAddress } from '../host.ts';
import { failedTo } from '../local/connect.ts';
import { shellCommand } from '../shell-quote.ts';
import { errnoError, systemError } from '../system-error.ts';
import { stat } from './files.ts';
import type { SshLink } from './link.ts';

/** The server's reason for not opening a channel (RFC 4254, 5.1). */
const PROHIBITED = 1;

export function connect(link: SshLink, address: HostAddress, options: CallOptions = {}): Promise<Duplex> {
  return link.call(options, async () => {
    try {
      return await abortable(options, forward(link, address));
    } catch (error) {
      options.signal?.throwIfAborted();
      const doing = failedTo(address);
      const { reason } = error as { reason?: unknown };
      if (reason === PROHIBITED) throw new VirtError('VIR_ERR_SSH', `${doing}: the ssh server of '${link.label}' does not allow forwarding`, { cause: error });
      // All else is "open failed": the file tells whether there is a socket at all.
      if ('path' in address && (await stat(link, address.path)) === undefined) throw errnoError(doing, 'ENOENT', error);
      throw reason === undefined ? systemError(doing, error) : errnoError(doing, 'ECONNREFUSED', error);
    }
  });
}

function forward(link: SshLink, address: HostAddress): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined | null, channel: ClientChannel): void => (error ? reject(error) : resolve(channel));
    if ('path' in address) link.client.openssh_forwardOutStreamLocal(address.path, done);
    else link.client.forwardOut('127.0.0.1', 0, address.host, address.port, done);
  });
}

/** Gives up waiting for a channel; one that opens later is closed again. */
function abortable(options: CallOptions, opening: Promise<ClientChannel>): Promise<ClientChannel> {
  const { signal } = options;
  if (signal === undefined) return opening;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason);
      opening.then((channel) => channel.destroy(), () => undefined);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/**
 * Two cat(1) between the channel and the terminal. The reader's end (somebody hung up) ends the channel; the end of the
 * channel ends both.
 */
const TERMINAL = `
  [ -e "$1" ] || { echo ENOENT >&2; exit 1; }
  exec 3<>"$1" 4<&0 || { echo EACCES >&2; exit 1; }
  [ -t 3 ] || { echo ENOTTY >&2; exit 1; }
  echo READY >&2
  cat <&3 3<&- 4<&- 2>/dev/null & reader=$!
  { cat <&4 >&3 4<&- ; kill $reader; } 2>/dev/null & writer=$!
  exec 1>&- 2>&- 3<&- 4<&-
  wait $reader
  kill -s TERM 0`;

export function openDevice(link: SshLink, path: string, options: CallOptions = {}): Promise<Duplex> {
  return link.call(options, async () => {
    const channel = await link.exec(`exec ${shellCommand(['/bin/sh', '-c', TERMINAL, 'sh', path])}`);
    channel.on('error', () => undefined);
    const said = await new Promise<string>((resolve) => {
      let text = '';
      channel.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.endsWith('\n')) resolve(text.trim());
      });
      channel.once('close', () => resolve(text.trim()));
    });
    if (said.split('\n').at(-1) === 'READY') return channel;
    channel.destroy();
    if (said === 'ENOTTY') throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `'${path}' is not a terminal device`);
    if (said === 'ENOENT') throw errnoError(`cannot open '${path}'`, 'ENOENT');
    throw errnoError(`cannot open '${path}'`, 'EACCES', new Error(said));
  });
}
