import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { fingerprint, judgeHostKey, knownKeyTypes, parseKnownHosts } from '../src/host/known-hosts.ts';

function key(type: string, secret: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(secret)]);
}
const ed = key('ssh-ed25519', 'one');
const other = key('ssh-ed25519', 'two');
const rsa = key('ssh-rsa', 'three');
const line = (hosts: string, blob = ed): string => `${hosts} ${blob.toString('latin1', 4, 4 + blob.readUInt32BE(0))} ${blob.toString('base64')} comment here`;
const judge = (text: string, host: string, port = 22, shown = ed): string => judgeHostKey(parseKnownHosts(text, 'f'), host, port, shown).kind;

test.each([
  ['server', 'server', 22, 'known'],
  ['a,server,b', 'server', 22, 'known'],
  ['SERVER', 'Server', 22, 'known'],
  ['server', 'serverx', 22, 'unknown'],
  ['*.example.org', 'a.b.example.org', 22, 'known'],
  ['*.example.org', 'example.org', 22, 'unknown'],
  ['host?', 'host1', 22, 'known'],
  ['host?', 'host', 22, 'unknown'],
  ['*,!bad*', 'bad1', 22, 'unknown'],
  ['!bad*,*', 'good', 22, 'known'],
  ['!bad', 'good', 22, 'unknown'],
  ['server', 'server', 2222, 'unknown'],
  ['[server]:2222', 'server', 2222, 'known'],
  ['[server]:2222', 'server', 22, 'unknown'],
  ['[*]:2222', 'server', 2222, 'known'],
  ['::1', '::1', 22, 'known'],
  ['a.c', 'abc', 22, 'unknown'],
  ['*a*a*a*a*a*a*a*b', 'a'.repeat(200), 22, 'unknown'],
])('pattern %p for %s port %i: %s', (pattern, host, port, kind) => {
  expect(judge(line(pattern), host, port)).toBe(kind);
});

test('hashed names', () => {
  const hashed = (name: string): string => {
    const salt = Buffer.from('0123456789abcdefghij');
    return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
  };
  expect(judge(line(hashed('server')), 'SERVER')).toBe('known');
  expect(judge(line(hashed('[server]:2222')), 'server', 2222)).toBe('known');
  expect(judge(line(hashed('server')), 'server', 2222)).toBe('unknown');
  expect(judge(line(hashed('server').replace('|1|', '|2|')), 'server')).toBe('unknown');
});

// Made by `ssh-keygen -H`.
test('a name hashed by ssh-keygen', () => {
  expect(judge(line('|1|JfKTdBh7rNbXkVAQCRp4OQoPfmI=|USECr3SWf1JUPsms5AqfD5QfxkM='), 'unrelated')).toBe('unknown');
});

test('changed, of another type, revoked, vouched for by an authority', () => {
  expect(judge(line('server'), 'server', 22, other)).toBe('changed');
  expect(judge(`${line('server')}\n${line('server', other)}`, 'server', 22, other)).toBe('known');
  expect(judge(line('server', rsa), 'server')).toBe('other-type');
  expect(judge(`${line('server')}\n@revoked ${line('*')}`, 'server')).toBe('revoked');
  expect(judge(`@revoked ${line('*', other)}`, 'server')).toBe('unknown');
  expect(judge(`@cert-authority ${line('*')}`, 'server')).toBe('authority-only');
  expect(judge(`@cert-authority ${line('*')}\n${line('server')}`, 'server')).toBe('known');
  expect(judge(`@something ${line('server')}`, 'server')).toBe('unknown');
});

test('comments, blank and broken lines vouch for nobody; a verdict names the line', () => {
  const text = ['# comment', '', `#${line('server')}`, 'server ssh-ed25519', `server ssh-rsa ${ed.toString('base64')}`, 'server ssh-ed25519 %%%%'].join('\r\n');
  expect(parseKnownHosts(text, 'f')).toEqual([]);
  const known = parseKnownHosts(`# comment\n${line('server')}\r\n`, '/etc/known');
  expect(judgeHostKey(known, 'server', 22, other)).toEqual({ kind: 'changed', where: '/etc/known:2' });
});

test('types for a host, without those that only an authority or a revocation names', () => {
  const known = parseKnownHosts([line('a,server'), line('server', rsa), `@revoked ${line('server', other)}`, line('b')].join('\n'), 'f');
  expect(knownKeyTypes(known, 'server', 22)).toEqual(['ssh-ed25519', 'ssh-rsa']);
  expect(knownKeyTypes(known, 'c', 22)).toEqual([]);
});

test('fingerprints have the form of ssh-keygen -l', () => {
  expect(fingerprint(ed)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
});
