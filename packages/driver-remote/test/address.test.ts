import { describe, expect, test } from '@jest/globals';
import type { Host } from '@virtweave/core-util';
import { readAddress } from '../src/address/address.ts';
import { socketPath } from '../src/address/socket-path.ts';
import { remoteCommand } from '../src/transport/remote-command.ts';

describe('what a URI asks of the daemon', () => {
  test.each([
    ['qemu+unix:///system', 'unix', 'qemu:///system'],
    ['qemu:///system', 'unix', 'qemu:///system'],
    ['qemu://host/system', 'tls', 'qemu:///system'],
    ['test+tcp://host:77/default', 'tcp', 'test:///default'],
    ['qemu+ssh://root@host/system?socket=/s&no_verify=1&keyfile=k&foo=bar&foo=b%20z', 'ssh', 'qemu:///system?foo=bar&foo=b%20z'],
    ['esx+unix:///?name=esx%3A%2F%2Fvc%2F', 'unix', 'esx://vc/'],
    ['remote+tls://host/', 'tls', undefined],
    ['qemu+libssh2://host/session', 'libssh2', 'qemu:///session'],
    ['test+ext:///default?command=/bin/dial', 'ext', 'test:///default'],
  ])('%s', (uri, transport, name) => {
    expect(readAddress(uri)).toMatchObject({ transport, name });
  });

  test.each([
    ['qemu+carrier://host/system', 'transport in URL not recognised (should be unix|tcp|tls|ssh|libssh|libssh2|ext)'],
    ['qemu+unix://host/system', "using unix socket and remote server 'host' is not supported."],
    ['qemu+ext:///system', "for 'ext' transport, command is required"],
    ['qemu+ssh:///system', 'transport ssh needs the name of a server'],
    ['qemu+unix:///system?mode=fast', "Failed to parse value of URI component mode: 'fast'"],
    ['qemu+ssh://h/system?no_verify=yes', 'Failed to parse value of URI component no_verify'],
  ])('%s is refused', (uri, message) => {
    expect(() => readAddress(uri)).toThrow(message);
  });

  test('all parameters', () => {
    const { params, user, port, server } = readAddress(
      'qemu+ssh://me@host:2222/system?socket=/s&netcat=/nc&keyfile=/k&no_verify=0&no_tty=1&pkipath=/p&known_hosts=/kh' +
        '&known_hosts_verify=ignore&sshauth=agent,privkey&command=/ssh&proxy=native&mode=legacy&tls_priority=NORMAL&name=qemu:///x',
    );
    expect({ user, port, server }).toEqual({ user: 'me', port: 2222, server: 'host' });
    expect(params).toEqual({
      socket: '/s',
      netcat: '/nc',
      keyfile: '/k',
      noVerify: false,
      noTty: true,
      pkipath: '/p',
      knownHosts: '/kh',
      knownHostsVerify: 'ignore',
      sshauth: ['agent', 'privkey'],
      command: '/ssh',
      proxy: 'native',
      mode: 'legacy',
      tlsPriority: 'NORMAL',
    });
  });
});

describe('the socket', () => {
  const host = (there: string): Host => ({ stat: async (path: string) => (path === there ? {} : undefined) }) as unknown as Host;
  const pathOf = (uri: string, readOnly = false, there = ''): Promise<string> => socketPath(readAddress(uri), readOnly, host(there));

  test('is the one that is named, else that of the driver’s own daemon when it is there, else libvirtd’s', async () => {
    expect(await pathOf('qemu+unix:///system?socket=/my/s')).toBe('/my/s');
    expect(await pathOf('qemu+unix:///system')).toBe('/var/run/libvirt/libvirt-sock');
    expect(await pathOf('qemu+unix:///system', true)).toBe('/var/run/libvirt/libvirt-sock-ro');
    const own = '/var/run/libvirt/virtqemud-sock';
    expect(await pathOf('qemu+unix:///system', false, own)).toBe(own);
    expect(await pathOf('qemu+unix:///system?mode=legacy', false, own)).toBe('/var/run/libvirt/libvirt-sock');
    expect(await pathOf('xen+unix:///system?mode=direct')).toBe('/var/run/libvirt/virtxend-sock');
    expect(await pathOf('qemu+ssh://h/system', false, own)).toBe('/var/run/libvirt/libvirt-sock');
  });

  test('of a session lies in the user’s folder', async () => {
    const before = process.env['XDG_RUNTIME_DIR'];
    process.env['XDG_RUNTIME_DIR'] = '/run/user/7';
    expect(await pathOf('qemu+unix:///session', true)).toBe('/run/user/7/libvirt/libvirt-sock');
    if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before;
  });
});

describe('what is run on the other side', () => {
  const evil = `/s'; touch /tmp/evil; '`;
  const command = (query: string): readonly string[] =>
    remoteCommand(readAddress(`qemu+ssh://h/system?${query}`), true, evil);

  test('has what the URI says as arguments alone', () => {
    for (const query of ['proxy=netcat', 'proxy=auto', `netcat=${encodeURIComponent(evil)}`]) {
      const [program, flag, script, ...rest] = command(query);
      expect([program, flag]).toEqual(['/bin/sh', '-c']);
      expect(script).not.toContain('evil');
      expect(rest).toContain(evil);
    }
    expect(command('proxy=native')).toEqual(['virt-ssh-helper', '-r', 'qemu:///system']);
  });
});
