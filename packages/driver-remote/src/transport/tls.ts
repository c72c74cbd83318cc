import type { Duplex } from 'node:stream';
import type { DriverContext } from '@virtweave/core-api';
import type { Host } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import type { RemoteAddress } from '../address/address.ts';
import type { Dialled } from './dial.ts';

const system = { ca: '/etc/pki/CA/cacert.pem', crl: '/etc/pki/CA/cacrl.pem', cert: '/etc/pki/libvirt/clientcert.pem', key: '/etc/pki/libvirt/private/clientkey.pem' };

interface PkiFiles {
  readonly ca: string;
  readonly crl: string;
  readonly cert: string;
  readonly key: string;
}

/** TLS with client certificates of libvirt's folders. The server has the last word: it says whether it accepts ours. */
export async function dialTls(address: RemoteAddress, context: DriverContext, signal: AbortSignal | undefined): Promise<Dialled> {
  const host = await context.host();
  if (host.connectTls === undefined)
    throw new VirtError('VIR_ERR_NO_SUPPORT', `the host '${host.label}' cannot open TLS connections`, { domain: 'VIR_FROM_REMOTE' });
  const server = { host: address.server ?? 'localhost', port: address.port || 16514 };
  const verify = address.params.noVerify !== true;
  const files = await pkiFiles(address, host);
  const [ca, crl, cert, key] = await Promise.all([files.ca, files.crl, files.cert, files.key].map((path) => readIfThere(host, path)));
  if (verify && ca === undefined)
    throw new VirtError('VIR_ERR_SYSTEM_ERROR', `Cannot read CA certificate '${files.ca}': No such file or directory`, {
      domain: 'VIR_FROM_RPC',
      int1: 2,
    });
  const socket = await host.connectTls(server, {
    signal,
    verify,
    serverName: server.host,
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined ? {} : { crl }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  });
  await accepted(socket, signal);
  return { socket, secure: true, encrypted: true, separate: true };
}

/** The folder that the URI names; else the user's, when it is complete; else the system's. */
async function pkiFiles(address: RemoteAddress, host: Host): Promise<PkiFiles> {
  const { pkipath } = address.params;
  if (pkipath !== undefined) return inFolder(pkipath);
  const home = process.env['HOME'];
  if (process.getuid?.() === 0 || home === undefined) return system;
  const own = inFolder(`${home}/.pki/libvirt`);
  const there = await Promise.all([own.ca, own.cert, own.key].map((path) => host.stat(path)));
  return there.every((stat) => stat !== undefined) ? own : system;
}

function inFolder(folder: string): PkiFiles {
  return {
    ca: `${folder}/cacert.pem`,
    crl: `${folder}/cacrl.pem`,
    cert: `${folder}/clientcert.pem`,
    key: `${folder}/clientkey.pem`,
  };
}

async function readIfThere(host: Host, path: string): Promise<Buffer | undefined> {
  return (await host.stat(path)) === undefined ? undefined : host.readFile(path, { maxBytes: 1024 * 1024 });
}

/** One byte, 1, says that the server accepts our certificate; anything else, or the end, that it does not. */
function accepted(socket: Duplex, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      for (const event of ['readable', 'end', 'error', 'close']) socket.off(event, look);
      done();
    };
    const refuse = (why: unknown): void =>
      settle(() => {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(why);
      });
    const onAbort = (): void => refuse(signal?.reason);
    const look = (error?: unknown): void => {
      const byte = socket.read(1) as Buffer | null;
      if (byte?.[0] === 1) settle(resolve);
      else if (byte !== null || error !== undefined || socket.readableEnded || socket.destroyed)
        refuse(new VirtError('VIR_ERR_RPC', 'server verification (of our certificate or IP address) failed', { domain: 'VIR_FROM_RPC', cause: error }));
    };
    for (const event of ['readable', 'end', 'error', 'close']) socket.on(event, look);
    signal?.addEventListener('abort', onAbort, { once: true });
    look();
  });
}
