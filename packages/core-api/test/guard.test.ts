import { describe, expect, test } from '@jest/globals';
import { flags, guard, isElevated, localIdentity, type AccessPolicy, type GuardedFamilies } from '../src/index.ts';
import { fixture, uuid, type Fixture } from './fixtures/driver.ts';

const identity = localIdentity();
const call = { identity };
const one = { name: 'one', uuid: uuid(1), id: 1 };

async function guarded(
  made: Fixture,
  options: { readonly readOnly?: boolean; readonly policy?: AccessPolicy } = {},
): Promise<GuardedFamilies['hypervisor']> {
  const connection = await made.driver.open('fixture:///', undefined as never);
  return guard(connection, { name: 'fixture', identity, ...options }).hypervisor;
}

test('what a driver lacks answers in libvirt words', async () => {
  const h = await guarded(fixture());
  await expect(h.domainPMWakeup(one, 0, call)).rejects.toMatchObject({
    code: 'VIR_ERR_NO_SUPPORT',
    message: 'this function is not supported by the connection driver: virDomainPMWakeup',
  });
});

describe('flags', () => {
  test('what the driver does not take is refused, naming its function', async () => {
    const h = await guarded(fixture());
    await expect(h.domainCreateWithFlags(one, 1 | 16, call)).rejects.toThrow(
      'unsupported flags (0x10) in function fixtureDomainCreateWithFlags',
    );
    await expect(h.domainReboot(one, 1, call)).rejects.toThrow('unsupported flags (0x1) in function fixtureDomainReboot');
    await expect(h.domainReboot(one, 2 ** 31, call)).rejects.toThrow('unsupported flags (0x80000000)');
  });

  test('bit 31 arrives as 2147483648, however it was written', async () => {
    const made = fixture();
    const h = await guarded(made);
    await h.domainGetXMLDesc(one, 2 ** 31, call);
    await h.domainGetXMLDesc(one, flags(1 << 31), call);
    await h.domainGetXMLDesc(one, flags(1 << 31, 1), call);
    expect(made.seen.map((s) => s.args[1])).toEqual([2147483648, 2147483648, 2147483649]);
    expect(flags(2 ** 31, 2)).toBe(2147483650);
    for (const bad of [2 ** 32, -1, 1 << 31, 1.5, Number.NaN, '1', undefined])
      await expect(h.domainGetXMLDesc(one, bad as number, call)).rejects.toThrow('flags in virDomainGetXMLDesc must be');
  });

  test('exclusive and required ones', async () => {
    const made = fixture({ domainSnapshotCreateXML: async (domain) => ({ name: 's', domain }) }, {
      supportedFlags: { domainRevertToSnapshot: 3, domainSnapshotCreateXML: 7 },
    });
    const h = await guarded(made);
    const snapshot = { name: 's', domain: one };
    await expect(h.domainRevertToSnapshot(snapshot, 3, call)).rejects.toThrow(
      "Flags 'VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING' and 'VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED' are mutually exclusive",
    );
    await expect(h.domainSnapshotCreateXML(one, '<x/>', 2, call)).rejects.toThrow(
      "Flag 'VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE' is required by flag 'VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT'",
    );
    await h.domainRevertToSnapshot(snapshot, 1, call);
  });

  test("'any' hands all of them on", async () => {
    const made = fixture({}, { supportedFlags: 'any' });
    await (await guarded(made)).domainReboot(one, 0xffff_ffff, call);
    expect(made.seen[0]?.args[1]).toBe(0xffff_ffff);
  });
});

describe('arguments', () => {
  test('text, 32-bit and 64-bit values', async () => {
    const made = fixture();
    const h = await guarded(made);
    await expect(h.domainLookupByName(undefined as never, call)).rejects.toThrow(
      'name in virDomainLookupByName must not be NULL',
    );
    await expect(h.domainLookupByName('a\0b', call)).rejects.toThrow('must not contain a NUL character');
    await expect(h.domainLookupByName(7 as never, call)).rejects.toThrow('must be a string');
    await expect(h.domainLookupByID(-1, call)).rejects.toThrow('id in virDomainLookupByID must be zero or greater');
    await expect(h.domainLookupByID(2 ** 32, call)).rejects.toMatchObject({ code: 'VIR_ERR_OVERFLOW' });
    await expect(h.domainLookupByUUID('xyz', call)).rejects.toThrow('uuidstr in virDomainLookupByUUID must be a valid UUID');
    await expect(h.domainSetMemoryFlags(one, 0n, 0, call)).rejects.toThrow(
      'memory in virDomainSetMemoryFlags must not be zero',
    );
    await expect(h.domainSetMemoryFlags(one, -1n, 0, call)).rejects.toThrow('must be zero or greater');
    await expect(h.domainSetMemoryFlags(one, 2n ** 64n, 0, call)).rejects.toMatchObject({ code: 'VIR_ERR_OVERFLOW' });
    await expect(h.domainSendKey(one, 0, 0, [], 0, call)).rejects.toThrow('keycodes in virDomainSendKey');
    await expect(h.domainSendKey(one, 0, 0, Array.from({ length: 17 }, () => 1), 0, call)).rejects.toThrow(
      'must be less than or equal to 16',
    );
    expect(made.seen).toEqual([]);
    for (const value of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) await h.domainSetMemoryFlags(one, value, 0, call);
    expect(made.seen.map((s) => s.args[1])).toEqual([2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]);
  });

  test('a UUID in any spelling arrives in one', async () => {
    const made = fixture();
    await (await guarded(made)).domainLookupByUUID(uuid(1).replaceAll('-', '').toUpperCase(), call);
    expect(made.seen[0]?.args[0]).toBe(uuid(1));
  });
});

test('a read-only connection looks, and does nothing else', async () => {
  const made = fixture();
  const h = await guarded(made, { readOnly: true });
  await expect(h.domainDestroyFlags(one, 0, call)).rejects.toMatchObject({
    code: 'VIR_ERR_OPERATION_DENIED',
    message: 'operation forbidden: read only access prevents virDomainDestroyFlags',
  });
  await expect(h.domainGetXMLDesc(one, 1, call)).rejects.toThrow('virDomainGetXMLDesc with secure flag');
  await expect(h.domainGetXMLDesc(one, 8, call)).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
  await expect(h.domainGetXMLDesc(one, 2, call)).resolves.toContain('<domain>');
  await expect(h.connectListAllDomains(0, call)).resolves.toHaveLength(2);
});

describe('permissions', () => {
  const policy = (denied: (type: string, permission: string, ref: unknown) => boolean): AccessPolicy => ({
    check: (_identity, object, permission) => !denied(object.type, permission, object.ref),
  });

  test('lists show what may be seen, lookups find it', async () => {
    const hidden = policy((_t, p, ref) => p === 'getattr' && (ref as { name?: string } | undefined)?.name === 'two');
    const h = await guarded(fixture(), { policy: hidden });
    expect((await h.connectListAllDomains(0, call)).map((d) => d.name)).toEqual(['one']);
    await expect(h.domainLookupByName('two', call)).rejects.toMatchObject({ code: 'VIR_ERR_ACCESS_DENIED' });
    await expect(h.domainLookupByName('one', call)).resolves.toMatchObject({ name: 'one' });
  });

  test('conditions of flags count', async () => {
    const h = await guarded(fixture(), { policy: policy((_t, p) => p === 'read_secure') });
    await expect(h.domainGetXMLDesc(one, 0, call)).resolves.toContain('one');
    await expect(h.domainGetXMLDesc(one, 1, call)).rejects.toThrow('domain:read_secure in virDomainGetXMLDesc');
  });

  test('events tell only of what may be seen, in their order', async () => {
    const made = fixture();
    const h = await guarded(made, {
      policy: {
        async check(_identity, object) {
          const name = (object.ref as { name?: string } | undefined)?.name;
          if (name === 'slow') await new Promise(setImmediate);
          if (name === 'broken') throw new Error('policy failed');
          return name !== 'hidden';
        },
      },
    });
    const names: string[] = [];
    let done = (): void => {};
    const last = new Promise<void>((resolve) => (done = resolve));
    const heard = (name: string): void => {
      names.push(name);
      if (name === 'last') done();
    };
    await h.connectDomainEventRegisterAny(undefined, 1, (event) => heard(event.domain.name), call);
    for (const name of ['slow', 'hidden', 'broken', 'last'])
      made.hub.emit({ kind: 'reboot', domain: { name, uuid: uuid(1), id: 1 } });
    await last;
    expect(names).toEqual(['slow', 'last']);
  });

  test('a snapshot is judged by its domain', async () => {
    const asked: unknown[] = [];
    const h = await guarded(fixture(), {
      policy: { check: (_i, object, permission) => asked.push([object.type, object.ref, permission]) > 0 },
    });
    await h.domainRevertToSnapshot({ name: 's', domain: one }, 0, call);
    expect(asked).toEqual([['domain', one, 'snapshot']]);
  });
});

test("the guard's identity counts, not the caller's; nobody can look elevated", async () => {
  const made = fixture();
  await (await guarded(made)).connectListAllDomains(0, { identity: { userName: 'root' } });
  expect(made.seen[0]?.call.identity).toBe(identity);
  expect(isElevated({ ...identity })).toBe(false);
});

test('a defect of the driver becomes one VirtError with its cause', async () => {
  const cause = new TypeError('x is not a function');
  const made = fixture({
    domainReboot: () => {
      throw cause;
    },
  });
  await expect((await guarded(made)).domainReboot(one, 0, call)).rejects.toMatchObject({
    code: 'VIR_ERR_INTERNAL_ERROR',
    message: 'internal error: virDomainReboot: x is not a function',
    cause,
  });
});

test('titles have one line and no namespace, metadata elements have one', async () => {
  const made = fixture({ domainSetMetadata: async () => {}, domainGetMetadata: async () => 'x' });
  const h = await guarded(made);
  const refused = (message: string) => ({ code: 'VIR_ERR_INVALID_ARG', message: expect.stringContaining(message) });
  const set = (type: number, text?: string, key?: string, uri?: string) => h.domainSetMetadata(one, type, text, key, uri, 0, call);
  await expect(set(1, 'two\nlines')).rejects.toMatchObject(refused("metadata title can't contain newlines"));
  await expect(set(0, 'text', 'k')).rejects.toMatchObject(refused('key in virDomainSetMetadata must be NULL'));
  await expect(set(2, '<a/>', 'k')).rejects.toMatchObject(refused('uri in virDomainSetMetadata must not be NULL'));
  await expect(set(2, '<a/>', undefined, 'u')).rejects.toMatchObject(refused('key in virDomainSetMetadata must not be NULL'));
  await expect(h.domainGetMetadata(one, 1, 'u', 0, call)).rejects.toMatchObject(refused('uri in virDomainGetMetadata must be NULL'));
  await set(0, 'two\nlines');
  await set(2, undefined, undefined, 'u');
  await set(2, '<a/>', 'k', 'u');
  expect(await h.domainGetMetadata(one, 2, 'u', 0, call)).toBe('x');
});
