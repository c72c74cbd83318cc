import { readFile } from 'node:fs/promises';
import { createServer, type TLSSocket } from 'node:tls';
import { VirtError } from '@virtweave/core-util/errors';
import type { TlsConfig } from '../config/config.ts';
import { addressOf, closing, listening, tcpOptions, type Listener } from './listen.ts';
import { matches } from './policy.ts';

/** Listens for clients that show a certificate of our CA; who shows none, or whose name is not allowed, is not let in. */
export async function listenTls(
  config: TlsConfig,
  onSocket: (socket: TLSSocket, distinguishedName: string) => void,
): Promise<Listener> {
  const [ca, cert, key, crl] = await Promise.all([
    read(config.caCertificate),
    read(config.certificate),
    read(config.key),
    config.revocationList === undefined ? undefined : read(config.revocationList),
  ]);
  const server = createServer({ ...tcpOptions, ca, cert, key, ...(crl && { crl }), requestCert: true, rejectUnauthorized: true });
  server.on('secureConnection', (socket) => {
    const name = distinguishedName(socket);
    if (name === undefined || !(config.allowedNames?.some((pattern) => matches(pattern, name)) ?? true)) socket.destroy();
    else {
      // libvirt's servers say by one byte that they accept the client's certificate.
      socket.write(Uint8Array.of(1));
      onSocket(socket, name);
    }
  });
  await listening(server, () => server.listen(config.port, config.address));
  return { address: `tls:${addressOf(server)}`, close: () => closing(server) };
}

/** `CN=web,O=Example`, the most special part first, as it stands in the certificate. */
function distinguishedName(socket: TLSSocket): string | undefined {
  const { subject } = socket.getPeerCertificate();
  if (!subject) return undefined;
  return Object.entries(subject)
    .flatMap(([name, value]) => [value].flat().map((each) => `${name}=${each}`))
    .reverse()
    .join(',');
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new VirtError('VIR_ERR_SYSTEM_ERROR', `cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}
