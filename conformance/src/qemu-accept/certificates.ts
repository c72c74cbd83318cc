import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A folder as QEMU's and SPICE's servers want it: an authority, a server and a client that it vouches for. */
export async function makeCertificates(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const make = (who: string, ...more: string[]): Promise<unknown> =>
    run('openssl', [
      'req', '-x509', '-nodes', '-days', '30', '-newkey', 'rsa:2048', '-subj', `/CN=${who}`,
      '-keyout', at(`${who}-key.pem`), '-out', at(`${who}-cert.pem`), ...more,
    ]);
  await make('ca', '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
  for (const [who, usage] of [['server', 'serverAuth'], ['client', 'clientAuth']] as const) {
    await make(
      who, '-CA', at('ca-cert.pem'), '-CAkey', at('ca-key.pem'),
      '-addext', 'basicConstraints=critical,CA:FALSE',
      '-addext', 'keyUsage=critical,digitalSignature,keyEncipherment',
      '-addext', `extendedKeyUsage=${usage}`,
    );
  }
}
