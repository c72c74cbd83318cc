import { describe, expect, test } from '@jest/globals';
import type { NetworkSource } from '@virtweave/core-conf';
import { FixtureHost } from '@virtweave/core-testkit';
import { nbdkitCommand, nbdkitServes, probeNbdkit } from '../../src/nbdkit/index.ts';

const source = (more: Partial<NetworkSource>): NetworkSource => ({
  type: 'network', protocol: 'https', name: 'a/b.iso', hosts: [{ name: '2001:db8::1', port: 8443 }], ...more,
});
const handed: string[] = [];
const command = (one: NetworkSource, secret?: string): readonly string[] =>
  nbdkitCommand(one, {
    program: 'nbdkit',
    socket: '/run/s',
    readonly: false,
    ...(secret === undefined ? {} : { secret: Buffer.from(secret) }),
    handOver: (value) => `-${5 + handed.push(Buffer.from(value).toString())}`,
  }).args;

describe('nbdkit', () => {
  test('is never told a secret on its command line', () => {
    handed.length = 0;
    const args = command(
      source({ query: 'x=1', auth: { username: 'me', secret: { type: 'iscsi' } }, cookies: [{ name: 'a', value: 'b c' }], ssl: { verify: false } }),
      'pass',
    );
    expect(args).toEqual([
      '--unix', '/run/s', '--foreground', 'curl', 'protocols=https', 'url=https://[2001:db8::1]:8443/a/b.iso?x=1',
      'user=me', 'password=-6', 'cookie=-7', 'sslverify=false',
    ]);
    expect(handed).toEqual(['pass', 'a=b c']);
  });

  test('reaches ssh with a key or an agent', () => {
    const one = source({ protocol: 'ssh', hosts: [{ name: 'h' }], identity: { username: 'u', keyfile: '/k', agentsock: '/agent' } });
    const { env, args } = nbdkitCommand(one, { program: 'nbdkit', socket: '/s', readonly: true, ignoreHostKey: true, handOver: String });
    expect(env).toEqual([['SSH_AUTH_SOCK', '/agent']]);
    expect(args.slice(3)).toEqual([
      '--readonly', 'ssh', 'host=h', 'port=22', 'path=a/b.iso', 'identity=/k', 'user=u', 'verify-remote-host=false',
    ]);
  });

  test('refuses what it does not serve', () => {
    expect(() => command(source({ protocol: 'rbd' }))).toThrow(`protocol 'rbd' is not supported by nbdkit`);
    expect(nbdkitServes({ type: 'file', file: '/a' }, new Set(['plugin-curl']))).toBe(false);
    expect(nbdkitServes(source({}), new Set(['plugin-ssh']))).toBe(false);
    expect(nbdkitServes(source({ protocol: 'tftp' }), new Set(['plugin-curl']))).toBe(true);
  });

  test('says by its plugins what it can do', async () => {
    const host = new FixtureHost({
      files: { '/usr/sbin/nbdkit': { content: '', mode: 0o755 }, '/lib/plugins/nbdkit-ssh-plugin.so': '' },
      commands: [{ program: '/usr/sbin/nbdkit', args: ['--dump-config'], stdout: 'plugindir=/lib/plugins\nfilterdir=/lib/filters\n' }],
    });
    expect(await probeNbdkit(host)).toEqual({ program: '/usr/sbin/nbdkit', flags: new Set(['plugin-ssh']) });
    expect(await probeNbdkit(new FixtureHost({}))).toBeUndefined();
  });
});
