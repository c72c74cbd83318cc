import tls from 'node:tls';
import { VirtError } from '../../errors/virt-error.ts';
import type { TlsOptions } from '../host.ts';
import { connect } from './connect.ts';

export async function connectTls(address: { readonly host: string; readonly port: number }, options: TlsOptions): Promise<tls.TLSSocket> {
  const { signal, ca, crl, cert, key, serverName = address.host, verify = true } = options;
  const socket = await connect(address, options);
  return new Promise((resolve, reject) => {
    const secure = tls.connect({
      socket,
      rejectUnauthorized: verify,
      checkServerIdentity: (_, certificate) => tls.checkServerIdentity(serverName, certificate),
      minVersion: 'TLSv1.2',
      // Numeric addresses are no names that a server could be asked for.
      ...(/^[\d.]+$|:/.test(serverName) ? {} : { servername: serverName }),
      ...(ca === undefined ? {} : { ca: bytes(ca) }),
      ...(crl === undefined ? {} : { crl: bytes(crl) }),
      ...(cert === undefined ? {} : { cert: bytes(cert) }),
      ...(key === undefined ? {} : { key: bytes(key) }),
    });
    const settle = (): void => {
      signal?.removeEventListener('abort', onAbort);
      secure.off('error', onError);
      secure.off('close', onClose);
    };
    const fail = (error: unknown): void => {
      settle();
      secure.on('error', () => undefined);
      secure.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal?.reason);
    const onError = (error: Error): void => fail(refusal(address, error));
    const onClose = (): void => fail(refusal(address, new Error('the server closed the connection')));
    secure.once('secureConnect', () => {
      settle();
      resolve(secure);
    });
    secure.once('error', onError);
    secure.once('close', onClose);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function refusal({ host, port }: { readonly host: string; readonly port: number }, cause: Error): VirtError {
  const { code } = cause as { code?: string };
  const detail = `TLS with '${host}:${port}' failed: ${cause.message}`;
  const unverified = code !== undefined && (/CERT|ISSUER|SELF_SIGNED|ALTNAME/.test(code) || code.startsWith('UNABLE_TO'));
  return new VirtError(unverified ? 'VIR_ERR_AUTH_FAILED' : 'VIR_ERR_SYSTEM_ERROR', detail, { domain: 'VIR_FROM_RPC', cause });
}

function bytes(data: string | Uint8Array): string | Buffer {
  return typeof data === 'string' ? data : Buffer.from(data);
}
