import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Sasl } from '../src/sasl/sasl.ts';
import { ScramServer } from '../src/sasl/scram.ts';
import { keysOf, secretOf, type Users } from '../src/sasl/users.ts';

const salt = 'W22ZaJ0SNY7soEsUEjb6gQ==';
const text = (data: Uint8Array | undefined): string => Buffer.from(data ?? []).toString();
const bytes = (said: string): Buffer => Buffer.from(said);

async function pencil(): Promise<Users> {
  const { storedKey, serverKey } = await keysOf('pencil', Buffer.from(salt, 'base64'), 4096);
  return {
    user: { salt, iterations: 4096, storedKey: storedKey.toString('base64'), serverKey: serverKey.toString('base64') },
  };
}

const first = 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO';
const theirs = '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
const last = `c=biws,r=rOprNGfwEbeRWgbNEkqO${theirs},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`;

describe('SCRAM-SHA-256', () => {
  test('the example of RFC 7677', async () => {
    const server = new ScramServer(await pencil(), theirs);
    expect(text(server.step(bytes(first)).data)).toBe(`r=rOprNGfwEbeRWgbNEkqO${theirs},s=${salt},i=4096`);
    const { data, user } = server.step(bytes(last));
    expect({ said: text(data), user }).toEqual({ said: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', user: 'user' });
  });

  test.each([
    ['another proof', last.replace('p=dHzb', 'p=AAAA')],
    ['a short proof', last.replace(/p=.*/, 'p=AAAA')],
    ['another nonce', last.replace('r=rOpr', 'r=xOpr')],
    ['another binding', last.replace('c=biws', 'c=eSws')],
    ['nonsense', 'nonsense'],
  ])('%s is refused', async (_, said) => {
    const server = new ScramServer(await pencil(), theirs);
    server.step(bytes(first));
    expect(() => server.step(bytes(said))).toThrow('authentication failed');
  });

  test.each(['', 'p=tls-unique,,n=user,r=x', 'n,,n=user', 'n,,r=x,n=user'])('%j is no beginning', async (said) => {
    const server = new ScramServer(await pencil());
    expect(() => server.step(bytes(said))).toThrow('authentication failed');
  });

  test('who is no user learns it at the end only, and gets the same salt each time', async () => {
    const salts = await Promise.all(
      [1, 2].map(async () => {
        const server = new ScramServer(await pencil());
        const said = text(server.step(bytes('n,,n=nobody,r=abc')).data);
        expect(() => server.step(bytes(`c=biws,r=${/r=([^,]+)/.exec(said)?.[1]},p=AAAA`))).toThrow('authentication failed');
        return /s=([^,]+)/.exec(said)?.[1];
      }),
    );
    expect(salts[0]).toBe(salts[1]);
  });
});

test('what is kept of a password checks it, and is another one each time', async () => {
  const [one, two] = await Promise.all([secretOf('a', 4096), secretOf('a', 4096)]);
  expect(one.storedKey).not.toBe(two.storedKey);
  const salted = pbkdf2Sync('a', Buffer.from(one.salt, 'base64'), 4096, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  expect(createHash('sha256').update(clientKey).digest('base64')).toBe(one.storedKey);
});

describe('PLAIN', () => {
  const sasl = (): Sasl => new Sasl(['PLAIN'], pencil);

  test('the right password', async () => {
    expect(await sasl().start('PLAIN', bytes('\0user\0pencil'))).toEqual({ data: undefined, user: 'user' });
  });

  test.each(['\0user\0pen', '\0nobody\0pencil', '', '\0__proto__\0x'])('%j is refused', async (said) => {
    await expect(sasl().start('PLAIN', bytes(said))).rejects.toThrow('authentication failed');
  });

  test('a mechanism that is not offered is refused', async () => {
    await expect(sasl().start('SCRAM-SHA-256', bytes(first))).rejects.toThrow('authentication failed');
    await expect(sasl().step(bytes(last))).rejects.toThrow('authentication failed');
  });
});
