import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { connect, type AuthCallback, type Connection } from '@virtweave/core-api';
import { authSaslInit, authSaslStart, authSaslStep } from '@virtweave/core-rpc/protocol/connect';
import { VirtError } from '@virtweave/core-util/errors';
import { scram } from '../src/auth/scram.ts';
import driver from '../src/index.ts';
import { fakeDaemon, type FakeDaemon } from './fake-daemon.ts';

describe('SCRAM', () => {
  test('says what RFC 7677 has it say', () => {
    const exchange = scram('sha256', { user: 'user', password: 'pencil' }, 'rOprNGfwEbeRWgbNEkqO');
    expect(exchange.first.toString()).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    expect(exchange.next(Buffer.from(`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`))?.toString()).toBe(
      `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    );
    expect(exchange.proved).toBe(false);
    exchange.next(Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='));
    expect(exchange.proved).toBe(true);
  });

  test.each([
    ['r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096', 'its nonce is not made from ours'],
    ['r=mine,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096', 'its nonce is not made from ours'],
    ['r=mineandyours,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1', '1 iterations'],
    ['r=mineandyours,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=999999999', '999999999 iterations'],
    ['nonsense', 'its nonce'],
  ])('a server that says %s is refused', (said, why) => {
    const exchange = scram('sha256', { user: 'user', password: 'pencil' }, 'mine');
    expect(() => exchange.next(Buffer.from(said))).toThrow(why);
  });
});

describe('SASL with a daemon', () => {
  const answer: AuthCallback = (wanted) => wanted.map(({ type }) => (type === 'authname' ? 'me' : 'secret'));
  const open = (daemon: FakeDaemon, auth?: AuthCallback, uri = 'test+unix:///default'): Promise<Connection> =>
    connect(uri, { drivers: [driver], host: daemon.host, ...(auth === undefined ? {} : { auth }) });

  test('SCRAM-SHA-256: each side proves that it knows the password', async () => {
    const daemon = scramDaemon('secret');
    const connection = await open(daemon, answer);
    expect(daemon.opened).toHaveLength(1);
    await connection.close();
  });

  test('a server that does not know the password is refused', async () => {
    const daemon = scramDaemon('secret', { lies: true });
    await expect(open(daemon, answer)).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
    expect(daemon.opened).toHaveLength(0);
  });

  test('one that is satisfied without a proof is refused too', async () => {
    const daemon = fakeDaemon({ auth: [1] });
    daemon.server.handle(authSaslInit, () => ({ mechlist: 'SCRAM-SHA-256' }));
    daemon.server.handle(authSaslStart, () => ({ complete: 1, nil: 1, data: new Uint8Array() }));
    await expect(open(daemon, answer)).rejects.toThrow('did not prove');
  });

  test('a wrong password is what the server says about it', async () => {
    await expect(open(scramDaemon('other'), answer)).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
  });

  test('PLAIN goes where nobody else can read it, and nowhere else', async () => {
    const daemon = fakeDaemon({ auth: [1] });
    let got = '';
    daemon.server.handle(authSaslInit, () => ({ mechlist: 'GSSAPI,PLAIN' }));
    daemon.server.handle(authSaslStart, ({ mech, data }) => {
      got = `${mech} ${Buffer.from(data).toString()}`;
      return { complete: 1, nil: 1, data: new Uint8Array() };
    });
    await expect(open(daemon, answer, 'test+tcp://host/default')).rejects.toThrow('none may be used without TLS');
    expect(got).toBe('');
    await (await open(daemon, answer)).close();
    expect(got).toBe('PLAIN \0me\0secret');
  });

  test('without an answer to the question there is no connection', async () => {
    await expect(open(scramDaemon('secret'))).rejects.toThrow("give connect() an 'auth' callback");
    await expect(open(scramDaemon('secret'), () => [])).rejects.toThrow('Failed to collect auth credentials');
  });
});

/** The server's half of RFC 5802, by the book. */
function scramDaemon(password: string, options: { lies?: boolean } = {}): FakeDaemon {
  const daemon = fakeDaemon({ auth: [1] });
  const salt = Buffer.from('salty');
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  let bare = '';
  let first = '';
  let step = 0;
  daemon.server.handle(authSaslInit, () => ({ mechlist: 'SCRAM-SHA-256' }));
  daemon.server.handle(authSaslStart, ({ data }) => {
    bare = Buffer.from(data).toString().slice(3);
    first = `r=${bare.split('r=')[1]}server,s=${salt.toString('base64')},i=4096`;
    return { complete: 0, nil: 0, data: Buffer.from(first) };
  });
  daemon.server.handle(authSaslStep, ({ data }) => {
    step += 1;
    if (step > 1) return { complete: 1, nil: 1, data: new Uint8Array() };
    const said = Buffer.from(data).toString();
    const last = said.slice(0, said.lastIndexOf(',p='));
    const message = `${bare},${first},${last}`;
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash('sha256').update(clientKey).digest(), message);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] as number))).toString('base64');
    if (!options.lies && said !== `${last},p=${proof}`) throw new VirtError('VIR_ERR_AUTH_FAILED', 'authentication failed');
    const verifier = options.lies ? 'AAAA' : hmac(hmac(salted, 'Server Key'), message).toString('base64');
    return { complete: 0, nil: 0, data: Buffer.from(`v=${verifier}`) };
  });
  return daemon;
}
