import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes an authority with a server's and a client's certificate, in the folder's layout of libvirt's `pkipath`. */
export function makePki(folder: string, names: { readonly server: string; readonly client: string }): void {
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', file('cakey.pem'), '-out', file('cacert.pem'), '-days', '2', '-subj', '/CN=authority');
  const sign = (name: string, subject: string, extensions: string): void => {
    writeFileSync(file(`${name}.ext`), extensions);
    openssl('req', '-new', ...key, '-keyout', file(`${name}key.pem`), '-out', file(`${name}.csr`), '-subj', `/CN=${subject}`);
    openssl(
      ...['x509', '-req', '-in', file(`${name}.csr`), '-CA', file('cacert.pem'), '-CAkey', file('cakey.pem'), '-CAcreateserial'],
      ...['-days', '2', '-out', file(`${name}cert.pem`), '-extfile', file(`${name}.ext`)],
    );
  };
  sign('server', names.server, `subjectAltName=DNS:${names.server}\nextendedKeyUsage=serverAuth\n`);
  sign('client', names.client, 'extendedKeyUsage=clientAuth\n');
}
