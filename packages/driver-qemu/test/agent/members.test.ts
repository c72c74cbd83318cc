import { describe, expect, test } from '@jest/globals';
import { isVirtError } from '@virtweave/core-util';
import { flags } from '@virtweave/core-api';
import type { FakeAgent } from '../support/fake-agent.ts';
import type { Json } from '../../src/qmp/index.ts';
import { guestWithAgent, until, type Place } from './support.ts';

/** What came of a call: its value, or `CODE: message`. */
async function outcome(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (!isVirtError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

const last = (agent: FakeAgent): unknown => agent.received.at(-1);

test('the clock', async () => {
  const { agent, domain } = await guestWithAgent();
  agent.returns('guest-get-time', 1_700_000_000_123_456_789n).returns('guest-set-time', {});
  expect(await domain.time()).toEqual({ seconds: 1_700_000_000n, nseconds: 123_456_789 });
  await domain.setTime({ seconds: 5n, nseconds: 7 });
  expect(last(agent)).toEqual({ execute: 'guest-set-time', arguments: { time: 5_000_000_007 } });
  await domain.setTime();
  expect(last(agent)).toEqual({ execute: 'guest-set-time' });
  expect(await outcome(() => domain.setTime({ seconds: 2n ** 63n - 1n, nseconds: 0 }))).toBe(
    "VIR_ERR_INVALID_ARG: invalid argument: Time '9223372036854775807' is too big for guest agent",
  );
  for (const wrong of [{}, 'a', null, 1.5, 1e30, 99_999_999_999_999_999_999n]) {
    agent.returns('guest-get-time', wrong);
    expect(await outcome(() => domain.time())).toBe('VIR_ERR_INTERNAL_ERROR: internal error: malformed return value');
  }
});

describe('file systems', () => {
  const address = (slot: number): Json => ({
    'bus-type': 'virtio', bus: 0, unit: 0, target: 0, 'pci-controller': { domain: 0, bus: 0, slot, function: 0 }, dev: '/dev/vda', serial: 'S',
  });
  const ide: Json = { 'bus-type': 'ide', bus: 0, unit: 0, target: 0, 'pci-controller': { domain: 0, bus: 0, slot: 1, function: 1 } };
  const filesystems: Json = [
    { name: 'vda1', mountpoint: '/srv', type: 'ext4', disk: [address(9), address(17)], 'total-bytes': 2n ** 60n, 'used-bytes': 5 },
    { name: 'sda1', mountpoint: '/', type: 'xfs', disk: [ide] },
  ];
  const disk = `<disk type='file'><source file='/images/db.img'/><target dev='vda' bus='virtio'/>
    <address type='pci' domain='0' bus='0' slot='9' function='0'/></disk>`;

  test('by mount point, with the disks that the document has', async () => {
    const { agent, domain } = await guestWithAgent({ devices: disk });
    agent.returns('guest-get-fsinfo', filesystems);
    expect(await domain.fsInfo()).toEqual([
      { mountpoint: '/', name: 'sda1', fstype: 'xfs', devAliases: ['hda'] },
      { mountpoint: '/srv', name: 'vda1', fstype: 'ext4', devAliases: ['vda'] },
    ]);
    expect(Object.entries(await domain.guestInfo(['filesystem']))).toEqual([
      ['fs.count', 2],
      ['fs.0.name', 'sda1'], ['fs.0.mountpoint', '/'], ['fs.0.fstype', 'xfs'], ['fs.0.disk.count', 1], ['fs.0.disk.0.alias', 'hda'],
      ['fs.1.name', 'vda1'], ['fs.1.mountpoint', '/srv'], ['fs.1.fstype', 'ext4'],
      ['fs.1.total-bytes', 2n ** 60n], ['fs.1.used-bytes', 5n], ['fs.1.disk.count', 2],
      ['fs.1.disk.0.alias', 'vda'], ['fs.1.disk.0.serial', 'S'], ['fs.1.disk.0.device', '/dev/vda'],
      ['fs.1.disk.1.serial', 'S'], ['fs.1.disk.1.device', '/dev/vda'],
    ]);
  });

  test('frozen, thawed and trimmed', async () => {
    const { agent, domain } = await guestWithAgent();
    agent.returns('guest-fsfreeze-freeze', 2).returns('guest-fsfreeze-freeze-list', 1).returns('guest-fsfreeze-thaw', 2);
    agent.returns('guest-fstrim', { paths: [] });
    expect(await domain.fsFreeze()).toBe(2);
    expect(await domain.fsFreeze(['/srv'])).toBe(1);
    expect(last(agent)).toEqual({ execute: 'guest-fsfreeze-freeze-list', arguments: { mountpoints: ['/srv'] } });
    expect(await domain.fsThaw()).toBe(2);
    expect(await outcome(() => domain.fsThaw(['/srv']))).toBe('VIR_ERR_ARGUMENT_UNSUPPORTED: argument unsupported: specifying mountpoints is not supported');
    await domain.fsTrim({ minimum: 2n ** 63n - 1n });
    expect(last(agent)).toEqual({ execute: 'guest-fstrim', arguments: { minimum: 2n ** 63n - 1n } });
    expect(await outcome(() => domain.fsTrim({ mountpoint: '/' }))).toBe(
      'VIR_ERR_ARGUMENT_UNSUPPORTED: argument unsupported: Specifying mount point is not supported for now',
    );
    for (const wrong of ['a', -5, {}, 3_000_000_000]) {
      agent.returns('guest-fsfreeze-freeze', wrong);
      expect(await outcome(() => domain.fsFreeze())).toBe('VIR_ERR_INTERNAL_ERROR: internal error: malformed return value');
    }
  });

  test.each([
    [{}, 'Malformed guest-get-fsinfo data array'],
    [[5], "'mountpoint' missing in reply of guest-get-fsinfo"],
    [[{ name: 'a', mountpoint: '/', type: 'ext4' }], "'disk' missing in reply of guest-get-fsinfo"],
    [[{ name: 'a', mountpoint: '/', type: 'ext4', disk: [{}] }], "'bus' missing"],
    [[{ name: 'a', mountpoint: '/', type: 'ext4', disk: [{ bus: 0, target: 0, unit: 0, 'pci-controller': { domain: 0, bus: 0, slot: 3 } }] }], "'function' missing"],
  ] as [Json, string][])('what is no list of them: %j', async (reply, words) => {
    const { agent, domain } = await guestWithAgent();
    agent.returns('guest-get-fsinfo', reply);
    expect(await outcome(() => domain.fsInfo())).toBe(`VIR_ERR_INTERNAL_ERROR: internal error: ${words}`);
  });
});

describe('processors', () => {
  const vcpus = (...online: boolean[]): Json => online.map((on, id) => ({ 'logical-id': id, online: on, 'can-offline': id > 0 }));
  const twoCpus = (text: string): string => text.replace('<os>', '<vcpu>3</vcpu><os>');

  test('told and switched', async () => {
    const { agent, domain } = await guestWithAgent({ xml: twoCpus });
    agent.returns('guest-get-vcpus', vcpus(true, true, false)).returns('guest-set-vcpus', 1);
    expect({ ...(await domain.guestVcpus()) }).toEqual({ vcpus: '0-2', online: '0-1', offlinable: '1-2' });
    await domain.setGuestVcpus('1-2', true);
    expect(last(agent)).toEqual({ execute: 'guest-set-vcpus', arguments: { vcpus: [{ 'logical-id': 2, online: true }] } });
    expect(await outcome(() => domain.setGuestVcpus('0-1', false))).toBe("VIR_ERR_OPERATION_UNSUPPORTED: Operation not supported: vCPU '0' is not offlinable");
    expect(await outcome(() => domain.setGuestVcpus('2,5-7', false))).toBe("VIR_ERR_INVALID_ARG: invalid argument: guest is missing vCPUs '5-7'");
    expect(await outcome(() => domain.setGuestVcpus('x', false))).toBe("VIR_ERR_INVALID_ARG: invalid argument: Failed to parse bitmap 'x'");
  });

  test('counted', async () => {
    const { agent, connection, domain } = await guestWithAgent({ xml: twoCpus });
    const { hypervisor } = connection.families;
    const ref = { name: domain.name, uuid: domain.uuid, id: 1 };
    agent.returns('guest-get-vcpus', vcpus(true, true, false)).returns('guest-set-vcpus', 1);
    expect(await hypervisor.domainGetVcpusFlags(ref, 8, {})).toBe(2);
    expect(await hypervisor.domainGetVcpusFlags(ref, 12, {})).toBe(3);
    await hypervisor.domainSetVcpusFlags(ref, 1, 8, {});
    expect(last(agent)).toEqual({ execute: 'guest-set-vcpus', arguments: { vcpus: [{ 'logical-id': 1, online: false }] } });
    await hypervisor.domainSetVcpusFlags(ref, 3, 9, {});
    expect(last(agent)).toEqual({ execute: 'guest-set-vcpus', arguments: { vcpus: [{ 'logical-id': 2, online: true }] } });
    const set = (count: number): Promise<unknown> => outcome(() => hypervisor.domainSetVcpusFlags(ref, count, 8, {}));
    expect(await set(4)).toBe(
      'VIR_ERR_INVALID_ARG: invalid argument: requested vcpu count is greater than the count of enabled vcpus in the domain: 4 > 3',
    );
    agent.returns('guest-get-vcpus', vcpus(true));
    expect(await set(2)).toBe('VIR_ERR_INTERNAL_ERROR: internal error: guest agent reports less cpu than requested');
    agent.returns('guest-get-vcpus', [{ 'logical-id': 0, online: true, 'can-offline': false }, { 'logical-id': 1, online: true, 'can-offline': false }]);
    expect(await set(1)).toBe('VIR_ERR_INTERNAL_ERROR: internal error: Cannot offline enough CPUs');
  });

  test('an agent that does it in parts, and one that says nonsense', async () => {
    const { agent, domain } = await guestWithAgent({ xml: twoCpus });
    agent.returns('guest-get-vcpus', vcpus(true, true, true)).returns('guest-set-vcpus', 1);
    await domain.setGuestVcpus('1-2', false);
    expect(agent.received.filter(({ execute }) => execute === 'guest-set-vcpus')).toHaveLength(2);
    for (const wrong of [0, 3, {}, -1]) {
      agent.returns('guest-set-vcpus', wrong);
      expect(await outcome(() => domain.setGuestVcpus('1-2', false))).toBe(
        'VIR_ERR_INTERNAL_ERROR: internal error: guest agent returned malformed or invalid return value',
      );
    }
  });

  test.each([
    [{}, 'guest-get-vcpus reply was missing return data'],
    [[5], "'logical-id' missing in reply of guest-get-vcpus"],
    [[{ 'logical-id': -1, online: true, 'can-offline': true }], "'logical-id' missing in reply of guest-get-vcpus"],
    [[{ 'logical-id': 0, online: 1 }], "'online' missing in reply of guest-get-vcpus"],
    [[{ 'logical-id': 0, online: true }], "'can-offline' missing in reply of guest-get-vcpus"],
    [Array.from({ length: 70_000 }, () => ({})), 'guest-get-vcpus reply has 70000 processors'],
  ] as [Json, string][])('what is no list of them: %#', async (reply, words) => {
    const { agent, domain } = await guestWithAgent();
    agent.returns('guest-get-vcpus', reply);
    expect(await outcome(() => domain.guestVcpus())).toBe(`VIR_ERR_INTERNAL_ERROR: internal error: ${words}`);
  });
});

describe('interfaces', () => {
  const address = { 'ip-address-type': 'ipv4', 'ip-address': '1.2.3.4', prefix: 24 };

  test('with their addresses; aliases belong to their interface', async () => {
    const { agent, domain } = await guestWithAgent();
    agent.returns('guest-network-get-interfaces', [
      { name: 'eth0', 'hardware-address': '52:54:00:00:00:01', 'ip-addresses': [address] },
      { name: 'eth0:1', 'ip-addresses': [{ 'ip-address-type': 'ipv6', 'ip-address': '::1', prefix: 64 }] },
      { name: 'dummy' },
    ]);
    expect(await domain.interfaceAddresses('agent')).toMatchObject([
      { name: 'eth0', mac: '52:54:00:00:00:01', addresses: [{ address: '1.2.3.4', prefix: 24 }, { address: '::1', prefix: 64 }] },
      { name: 'dummy', addresses: [] },
    ]);
    expect(Object.entries(await domain.guestInfo(['interfaces']))).toEqual([
      ['if.count', 2], ['if.0.name', 'eth0'], ['if.0.hwaddr', '52:54:00:00:00:01'], ['if.0.addr.count', 2],
      ['if.0.addr.0.type', 'ipv4'], ['if.0.addr.0.addr', '1.2.3.4'], ['if.0.addr.0.prefix', 24],
      ['if.0.addr.1.type', 'ipv6'], ['if.0.addr.1.addr', '::1'], ['if.0.addr.1.prefix', 64],
      ['if.1.name', 'dummy'], ['if.1.addr.count', 0],
    ]);
  });

  test.each([
    [{}, "qemu agent didn't return an array of interfaces"],
    [[5], "qemu agent didn't provide 'name' field"],
    [[{ name: 'a', 'ip-addresses': {} }], 'Malformed ip-addresses array'],
    [[{ name: 'a', 'ip-addresses': [5] }], "qemu agent didn't provide 'ip-address-type' field for interface 'a'"],
    [[{ name: 'a', 'ip-addresses': [{ ...address, 'ip-address-type': 'ipx' }] }], "unknown ip address type 'ipx'"],
    [[{ name: 'a', 'ip-addresses': [{ ...address, 'ip-address': 5 }] }], "qemu agent didn't provide 'ip-address' field for interface 'a'"],
    [[{ name: 'a', 'ip-addresses': [{ ...address, prefix: -1 }] }], "malformed 'prefix' field"],
  ] as [Json, string][])('what is no list of them: %j', async (reply, words) => {
    const { agent, domain } = await guestWithAgent();
    agent.returns('guest-network-get-interfaces', reply);
    expect(await outcome(() => domain.interfaceAddresses('agent'))).toBe(`VIR_ERR_INTERNAL_ERROR: internal error: ${words}`);
  });
});

describe('what the guest tells of itself', () => {
  test('users, system, time zone, name, disks, load', async () => {
    const { agent, domain } = await guestWithAgent();
    agent
      .returns('guest-get-users', [{ user: 'ada', 'login-time': 1_500_000_000.123456, domain: 'D' }, { user: 'bob', 'login-time': 1 }])
      .returns('guest-get-osinfo', { version: '1', id: 'tiny', bogus: 'x', 'pretty-name': 5 })
      .returns('guest-get-timezone', { zone: 'X', offset: -3600 })
      .returns('guest-get-host-name', { 'host-name': 'tiny' })
      .returns('guest-get-disks', [
        { name: '/dev/dm-0', partition: false, alias: 'root', dependencies: ['/dev/vda', '/dev/vdb'] },
        { name: '/dev/vda', partition: true, address: { 'bus-type': 'ide', bus: 0, unit: 0, target: 0, serial: 'S', 'pci-controller': { domain: 0, bus: 0, slot: 1, function: 1 } } },
      ])
      .returns('guest-get-load', { load1m: 0.5, load5m: 1, load15m: 2 });
    expect(Object.entries(await domain.guestInfo())).toEqual([
      ['user.count', 2], ['user.0.name', 'ada'], ['user.0.domain', 'D'], ['user.0.login-time', 1_500_000_000_123n],
      ['user.1.name', 'bob'], ['user.1.login-time', 1000n],
      ['os.id', 'tiny'], ['os.version', '1'],
      ['timezone.name', 'X'], ['timezone.offset', -3600],
      ['hostname', 'tiny'],
      ['disk.count', 2], ['disk.0.name', '/dev/dm-0'], ['disk.0.partition', false], ['disk.0.dependency.count', 2],
      ['disk.0.dependency.0.name', '/dev/vda'], ['disk.0.dependency.1.name', '/dev/vdb'], ['disk.0.guest_alias', 'root'],
      ['disk.1.name', '/dev/vda'], ['disk.1.partition', true], ['disk.1.serial', 'S'], ['disk.1.alias', 'hda'], ['disk.1.guest_bus', 'ide'],
      ['load.1m', 0.5], ['load.5m', 1], ['load.15m', 2],
    ]);
    expect(await domain.hostname()).toBe('tiny');
  });

  test('what the agent does not know is left out, unless it was asked for', async () => {
    const { agent, domain } = await guestWithAgent();
    expect({ ...(await domain.guestInfo()) }).toEqual({});
    expect(await outcome(() => domain.guestInfo(['users']))).toBe(
      "VIR_ERR_INTERNAL_ERROR: internal error: unable to execute QEMU agent command 'guest-get-users': The command guest-get-users has not been found",
    );
    agent.on('guest-get-users', { refuses: { class: 'CommandDisabled' } }).on('guest-get-osinfo', { refuses: { class: 'GenericError', desc: 'no' } });
    expect(await outcome(() => domain.guestInfo())).toBe("VIR_ERR_INTERNAL_ERROR: internal error: unable to execute QEMU agent command 'guest-get-osinfo': no");
    expect(await outcome(() => domain.guestInfo(['users']))).toMatch("'guest-get-users': The command has been disabled for this instance");
    const { hypervisor } = (await guestWithAgent()).connection.families;
    expect(await outcome(() => hypervisor.domainGetGuestInfo({ name: 'web', uuid: domain.uuid, id: 1 }, flags(0x10_0000, 8), 0, {}))).toBe(
      "VIR_ERR_INVALID_ARG: invalid argument: unsupported guest information types '0x100000'",
    );
  });

  test.each([
    ['users', 'guest-get-users', {}, 'guest-get-users reply was missing return data'],
    ['users', 'guest-get-users', [5], "'user' missing in reply of guest-get-users"],
    ['users', 'guest-get-users', [{ user: 'a', 'login-time': -1 }], "'login-time' missing in reply of guest-get-users"],
    ['os', 'guest-get-osinfo', [], 'guest-get-osinfo reply was missing return data'],
    ['timezone', 'guest-get-timezone', [], 'guest-get-timezone reply was missing return data'],
    ['timezone', 'guest-get-timezone', { offset: 99_999_999_999 }, "'offset' missing in reply of guest-get-timezone"],
    ['disks', 'guest-get-disks', {}, "qemu agent didn't return an array of disks"],
    ['disks', 'guest-get-disks', [5], "'name' missing in reply of guest-get-disks"],
    ['disks', 'guest-get-disks', [{ name: 'a' }], "'partition' missing in reply of guest-get-disks"],
    ['disks', 'guest-get-disks', [{ name: 'a', partition: true, dependencies: 5 }], 'JSON string array contains non-string element'],
    ['disks', 'guest-get-disks', [{ name: 'a', partition: true, address: {} }], "'bus' missing"],
  ] as ['users', string, Json, string][])('nonsense about %s: %#', async (type, command, reply, words) => {
    const { agent, domain } = await guestWithAgent();
    agent.returns(command, reply);
    expect(await outcome(() => domain.guestInfo([type]))).toBe(`VIR_ERR_INTERNAL_ERROR: internal error: ${words}`);
  });

  test('without a name there is none', async () => {
    const { agent, domain } = await guestWithAgent();
    for (const reply of [{}, { 'host-name': 5 }, []]) {
      agent.returns('guest-get-host-name', reply);
      expect(await outcome(() => domain.hostname())).toBe('VIR_ERR_NO_HOSTNAME: no hostname found: no hostname found for domain web');
    }
  });
});

test('passwords and keys', async () => {
  const { agent, domain } = await guestWithAgent();
  agent.on('*', { returns: {} });
  await domain.setUserPassword('ada', 's3cret');
  expect(last(agent)).toEqual({ execute: 'guest-set-user-password', arguments: { crypted: false, username: 'ada', password: 'czNjcmV0' } });
  await domain.setUserPassword('ada', '$6$x$y', { encrypted: true });
  expect(last(agent)).toMatchObject({ arguments: { crypted: true } });
  await domain.setAuthorizedSSHKeys('ada', ['k']);
  expect(last(agent)).toEqual({ execute: 'guest-ssh-add-authorized-keys', arguments: { username: 'ada', keys: ['k'], reset: true } });
  await domain.setAuthorizedSSHKeys('ada', ['k'], { append: true });
  expect(last(agent)).toMatchObject({ execute: 'guest-ssh-add-authorized-keys', arguments: { reset: false } });
  await domain.setAuthorizedSSHKeys('ada', ['k'], { remove: true });
  expect(last(agent)).toEqual({ execute: 'guest-ssh-remove-authorized-keys', arguments: { username: 'ada', keys: ['k'] } });
  expect(await outcome(() => domain.authorizedSSHKeys('ada'))).toBe("VIR_ERR_INTERNAL_ERROR: internal error: qemu agent didn't return an array of keys");
  agent.returns('guest-ssh-get-authorized-keys', { keys: ['a', 5] });
  expect(await outcome(() => domain.authorizedSSHKeys('ada'))).toMatch('JSON string array contains non-string element');
  agent.returns('guest-ssh-get-authorized-keys', { keys: ['a', 'b'] });
  expect(await domain.authorizedSSHKeys('ada')).toEqual(['a', 'b']);
});

test('any command, with the whole of its reply', async () => {
  const { agent, domain } = await guestWithAgent();
  agent.returns('guest-ping', {}).on('guest-x', { refuses: { class: 'CommandNotFound' } });
  expect(await domain.qemuAgentCommand('{"execute": "guest-ping", "id": "x"}')).toBe('{"return":{},"id":"x"}');
  const refused = (text: string, timeout = 5): Promise<unknown> => outcome(() => domain.qemuAgentCommand(text, { timeout }));
  expect(await refused('{"execute":"guest-x"}')).toBe(
    "VIR_ERR_INTERNAL_ERROR: internal error: unable to execute QEMU agent command 'guest-x': The command has not been found",
  );
  expect(await refused('[1]')).toMatch("unable to execute QEMU agent command '<unknown>'");
  expect(await refused('hello')).toMatch('VIR_ERR_INTERNAL_ERROR: internal error: cannot parse json hello');
  expect(await refused('{"execute":"guest-ping"}', -3)).toBe("VIR_ERR_INVALID_ARG: invalid argument: guest agent timeout '-3' is less than the minimum '-2'");
  expect(await refused('{"execute":"guest-ping"}', 0)).toBe('VIR_ERR_AGENT_UNRESPONSIVE: Guest agent is not responding: Guest agent not available for now');
});

describe('sleep, shutdown, reboot', () => {
  const quiet = async (options: Parameters<typeof guestWithAgent>[0] = {}): Promise<Place> => {
    const place = await guestWithAgent(options);
    place.agent.on('guest-shutdown', 'nothing').on('guest-suspend-ram', 'nothing');
    return place;
  };

  test('the agent is asked to shut down, and that it does is its answer', async () => {
    const { agent, machine, domain } = await quiet();
    const call = domain.shutdown({ agent: true });
    await until(() => agent.received.length === 1);
    machine.qemu('web').powerOff();
    await call;
    expect(agent.received).toEqual([{ execute: 'guest-shutdown', arguments: { mode: 'powerdown' } }]);
    expect(machine.qemus.at(-1)?.commands).not.toContain('system_powerdown');
  });

  test('who does not care is served by the agent, and by the power button when that fails', async () => {
    for (const [shutdown, asked] of [[{}, true], [{ agent: true, acpi: true }, true], [{ acpi: true }, false]] as const) {
      const { agent, machine, domain } = await guestWithAgent({ habits: { onPowerButton: 'nothing' } });
      await domain.shutdown(shutdown);
      expect(machine.qemu('web').commands).toContain('system_powerdown');
      expect(agent.received.map(({ execute }) => execute)).toEqual(asked ? ['guest-shutdown'] : []);
    }
    const { machine, domain } = await guestWithAgent();
    expect(await outcome(() => domain.shutdown({ agent: true }))).toMatch("unable to execute QEMU agent command 'guest-shutdown'");
    expect(machine.qemu('web').commands).not.toContain('system_powerdown');
  });

  test('reboot', async () => {
    const { agent, machine, domain } = await quiet();
    const call = domain.reboot({ agent: true });
    await until(() => agent.received.length === 1);
    machine.qemu('web').event('RESET', { guest: true, reason: 'guest-reset' });
    await call;
    expect(agent.received).toEqual([{ execute: 'guest-shutdown', arguments: { mode: 'reboot' } }]);
  });

  test('sleep', async () => {
    const { agent, machine, domain } = await quiet();
    const call = domain.pmSuspend('mem');
    await until(() => agent.received.length === 1);
    machine.qemu('web').event('SUSPEND');
    await call;
    await until(async () => (await domain.state()).state === 'pmsuspended');
    expect(await outcome(() => domain.time())).toBe('VIR_ERR_OPERATION_INVALID: Requested operation is not valid: domain is not running');
    agent.on('guest-suspend-hybrid', { refuses: { class: 'GenericError', desc: 'no' } });
  });

  test('no sleep for those who cannot, or should not', async () => {
    const pm = (text: string): string => text.replace('<devices>', "<pm><suspend-to-mem enabled='no'/></pm><devices>");
    const { connection } = await quiet({ xml: pm });
    const sleep = (target: number, duration = 0n): Promise<unknown> =>
      outcome(() => connection.families.hypervisor.domainPMSuspendForDuration({ name: 'web', uuid: '11111111-1111-4111-8111-111111111111', id: 1 }, target, duration, 0, {}));
    expect(await sleep(0)).toBe('VIR_ERR_OPERATION_UNSUPPORTED: Operation not supported: S3 state is disabled for this domain');
    expect(await sleep(7)).toBe('VIR_ERR_INVALID_ARG: invalid argument: Unknown suspend target: 7');
    expect(await sleep(0, 10n)).toBe('VIR_ERR_ARGUMENT_UNSUPPORTED: argument unsupported: Duration not supported. Use 0 for now');
    const answers = { 'query-current-machine': () => ({ 'wakeup-suspend-support': false }) };
    const other = await quiet({ habits: { answers } });
    expect(await outcome(() => other.domain.pmSuspend('mem'))).toBe('VIR_ERR_OPERATION_UNSUPPORTED: Operation not supported: Domain does not have suspend support');
  });
});
