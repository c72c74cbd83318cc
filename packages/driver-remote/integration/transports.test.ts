import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, type AuthCallback, type Connection } from '@virtweave/core-api';
import { startSshServer, type SshServer } from '../../core-util/test/support/ssh-server.ts';
import driver from '../src/index.ts';
import { noLibvirtd, startLibvirtd, type Libvirtd } from '../../core-testkit/test/support/libvirtd.ts';
import { makePki } from '../test/support/pki.ts';

const reason = noLibvirtd();
const withLibvirtd = reason === undefined ? describe : describe.skip;
const why = reason === undefined ? '' : ` (${reason})`;

const open = (uri: string, auth?: AuthCallback): Promise<Connection> =>
  connect(uri, { drivers: [driver], ...(auth === undefined ? {} : { auth }) });

/** Opens, lists, closes. */
async function works(uri: string, auth?: AuthCallback): Promise<{ secure: boolean; encrypted: boolean }> {
  const connection = await open(uri, auth);
  try {
    expect((await connection.listAllDomains()).map(({ name }) => name)).toEqual(['test']);
    const { hypervisor } = connection.families;
    return { secure: await hypervisor.connectIsSecure(), encrypted: await hypervisor.connectIsEncrypted() };
  } finally {
    await connection.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

withLibvirtd(`TCP and TLS${why}`, () => {
  let libvirtd: Libvirtd;
  let folder: string;
  let tcp: number;
  let tls: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'virtweave-pki-'));
    makePki(join(folder, 'good'), { server: 'localhost', client: 'friend' });
    makePki(join(folder, 'strange'), { server: 'localhost', client: 'stranger' });
    for (const name of ['half', 'foreign']) mkdirSync(join(folder, name));
    execFileSync('cp', [join(folder, 'good/cacert.pem'), join(folder, 'half')]);
    for (const file of ['clientcert.pem', 'clientkey.pem']) execFileSync('cp', [join(folder, 'strange', file), join(folder, 'foreign')]);
    execFileSync('cp', [join(folder, 'good/cacert.pem'), join(folder, 'foreign')]);
    [tcp, tls] = [await freePort(), await freePort()];
    libvirtd = await startLibvirtd({
      settings: [
        ...['listen_tcp = 1', 'listen_tls = 1', 'listen_addr = "127.0.0.1"', `tcp_port = "${tcp}"`, `tls_port = "${tls}"`],
        ...['auth_tcp = "none"', 'auth_tls = "none"', 'tls_no_sanity_certificate = 1'],
        ...[`key_file = "${folder}/good/serverkey.pem"`, `cert_file = "${folder}/good/servercert.pem"`, `ca_file = "${folder}/good/cacert.pem"`],
      ],
      args: '--listen',
    });
  });
  afterAll(async () => {
    await libvirtd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const tlsUri = (pki: string, host = 'localhost', more = ''): string => `test+tls://${host}:${tls}/default?pkipath=${folder}/${pki}${more}`;

  test('TCP, in the clear', async () => {
    expect(await works(`test+tcp://127.0.0.1:${tcp}/default`)).toEqual({ secure: false, encrypted: false });
  });

  test('TLS with certificates on both sides', async () => {
    expect(await works(tlsUri('good'))).toEqual({ secure: true, encrypted: true });
  });

  test('many calls at once over TLS do not wait for each other', async () => {
    const connection = await open(tlsUri('good'));
    const before = performance.now();
    await Promise.all(Array.from({ length: 200 }, () => connection.families.hypervisor.connectGetCapabilities()));
    // libvirtd leaves what shares a TLS record lying until more comes: a sign of life, after five seconds.
    expect(performance.now() - before).toBeLessThan(4000);
    await connection.close();
  });

  test('a server of another name is refused', async () => {
    await expect(open(tlsUri('good', '127.0.0.1'))).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED', message: expect.stringContaining('127.0.0.1') });
    expect(await works(tlsUri('good', '127.0.0.1', '&no_verify=1'))).toMatchObject({ encrypted: true });
  });

  test('a server of another authority is refused', async () => {
    await expect(open(tlsUri('strange'))).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
  });

  test('a client without a certificate, or with another authority’s, is refused by the server', async () => {
    await expect(open(tlsUri('half'))).rejects.toMatchObject({ code: expect.stringMatching(/^VIR_ERR_(RPC|SYSTEM_ERROR|AUTH_FAILED)$/) });
    await expect(open(tlsUri('foreign'))).rejects.toMatchObject({ code: expect.stringMatching(/^VIR_ERR_(RPC|SYSTEM_ERROR|AUTH_FAILED)$/) });
  });

  test('without an authority there is nothing to check a server by', async () => {
    await expect(open(tlsUri('nothing'))).rejects.toThrow(`Cannot read CA certificate '${folder}/nothing/cacert.pem'`);
  });
});

const noSasl = existsSync('/usr/sbin/saslpasswd2') ? reason : 'saslpasswd2 is not installed (sasl2-bin)';
(noSasl === undefined ? describe : describe.skip)(`SASL over TLS${noSasl === undefined ? '' : ` (${noSasl})`}`, () => {
  let libvirtd: Libvirtd;
  let folder: string;
  let tls: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'virtweave-sasl-'));
    makePki(folder, { server: 'localhost', client: 'friend' });
    execFileSync('saslpasswd2', ['-p', '-c', '-a', 'libvirt', '-u', 'box', '-f', join(folder, 'passwd.db'), 'me'], { input: 'secret' });
    writeFileSync(join(folder, 'libvirt.conf'), `mech_list: scram-sha-256 plain\nsasldb_path: ${folder}/passwd.db\n`);
    tls = await freePort();
    libvirtd = await startLibvirtd({
      settings: [
        ...['listen_tls = 1', 'listen_addr = "127.0.0.1"', `tls_port = "${tls}"`, 'auth_tls = "sasl"', 'tls_no_sanity_certificate = 1'],
        ...[`key_file = "${folder}/serverkey.pem"`, `cert_file = "${folder}/servercert.pem"`, `ca_file = "${folder}/cacert.pem"`],
      ],
      args: '--listen',
      before: `mkdir -p /etc/sasl2; mount --bind ${folder} /etc/sasl2`,
    });
  });
  afterAll(async () => {
    await libvirtd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const answering = (password: string): AuthCallback => (wanted) => wanted.map(({ type }) => (type === 'authname' ? 'me@box' : password));
  const uri = (): string => `test+tls://localhost:${tls}/default?pkipath=${folder}`;

  test('the password opens', async () => {
    expect(await works(uri(), answering('secret'))).toEqual({ secure: true, encrypted: true });
  });

  test('another one does not', async () => {
    await expect(open(uri(), answering('wrong'))).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
  });
});

const noSsh = existsSync('/usr/sbin/sshd') ? reason : 'sshd is not installed (openssh-server)';
(noSsh === undefined ? describe : describe.skip)(`ssh${noSsh === undefined ? '' : ` (${noSsh})`}`, () => {
  let libvirtd: Libvirtd;
  let ssh: SshServer;
  let strict: SshServer;

  beforeAll(async () => {
    libvirtd = await startLibvirtd();
    ssh = await startSshServer();
    strict = await startSshServer(['AllowStreamLocalForwarding no', 'DisableForwarding yes']);
  });
  afterAll(async () => {
    await libvirtd?.stop();
    await ssh?.close();
    await strict?.close();
  });

  const uri = (server: SshServer, more = '', known = server.knownHosts): string =>
    `test+ssh://${server.user}@127.0.0.1:${server.port}/default?socket=${libvirtd.socket}&sshauth=privkey&keyfile=${server.keyFile}&known_hosts=${known}${more}`;

  test('the socket is forwarded', async () => {
    expect(await works(uri(ssh))).toEqual({ secure: true, encrypted: true });
  });

  test('where that is not allowed, netcat does it', async () => {
    expect(await works(uri(strict))).toEqual({ secure: true, encrypted: true });
    expect(await works(uri(ssh, '&proxy=netcat'))).toEqual({ secure: true, encrypted: true });
  });

  test('an unknown host is refused, and one whose key has changed', async () => {
    const empty = join(ssh.folder, 'empty');
    writeFileSync(empty, '');
    await expect(open(uri(ssh, '', empty))).rejects.toMatchObject({ code: 'VIR_ERR_SSH', message: expect.stringContaining('is not known') });
    const changed = join(ssh.folder, 'changed');
    writeFileSync(changed, `[127.0.0.1]:${ssh.port} ${strict.hostKey}\n`);
    await expect(open(uri(ssh, '', changed))).rejects.toMatchObject({ code: 'VIR_ERR_SSH', message: expect.stringContaining('is not the known one') });
    expect(await works(uri(ssh, '&no_verify=1', empty))).toMatchObject({ encrypted: true });
  });

  test('a key that may not log in is refused', async () => {
    const stranger = uri(ssh).replace(ssh.keyFile, ssh.strangerKeyFile);
    await expect(open(stranger)).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
  });

  test('trusting whoever answers first is not to be had', async () => {
    await expect(open(uri(ssh, '&known_hosts_verify=auto'))).rejects.toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
  });

  test('a socket that is not there is said by its name', async () => {
    const absent = uri(ssh).replace(libvirtd.socket, `${libvirtd.folder}/absent`);
    await expect(open(absent)).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', message: expect.stringContaining('absent') });
  });

  test('OpenSSH’s own program', async () => {
    expect(await works(uri(ssh, '&command=ssh&no_tty=1'))).toEqual({ secure: true, encrypted: true });
    const wrong = uri(ssh, '&command=ssh&no_tty=1').replace(ssh.keyFile, ssh.strangerKeyFile);
    await expect(open(wrong)).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', message: expect.stringContaining('Permission denied') });
  });
});
