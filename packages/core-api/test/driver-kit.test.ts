import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { DomainEvent } from '../src/index.ts';
import {
  CloseActions,
  CloseCallbacks,
  MomentTree,
  ObjectList,
  ParamList,
  checkParams,
  domainEventHub,
  domainEventMembers,
  domainFilters,
  filterMask,
  paramValue,
  passesFilters,
  streamFromBytes,
  streamFromDuplex,
  type Moment,
} from '../src/driver-kit/index.ts';

const uuid = (n: number): string => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const call = { identity: {} };

describe('ObjectList', () => {
  const make = (): ObjectList<{ name: string; uuid: string }> =>
    new ObjectList({ kind: 'domain', absent: 'VIR_ERR_NO_DOMAIN', domain: 'VIR_FROM_TEST' });

  test('finds by name, UUID and id, and forgets a removed object', () => {
    const list = make();
    const web = { name: 'web', uuid: uuid(1) };
    list.add(web);
    list.setId(web, 7);
    expect([list.getByName('web'), list.getByUuid(uuid(1).toUpperCase()), list.getById(7)]).toEqual([web, web, web]);
    list.setId(web, -1);
    expect(list.byId(7)).toBeUndefined();
    expect(list.remove(web)).toBe(true);
    expect(list.remove(web)).toBe(false);
    expect(() => list.getByName('web')).toThrow("Domain not found: no domain with matching name 'web'");
    expect(() => list.get({ name: 'web', uuid: uuid(1) })).toThrow(
      `Domain not found: no domain with matching uuid '${uuid(1)}' (web)`,
    );
  });

  test('refuses a name or UUID that belongs to another', () => {
    const list = make();
    list.add({ name: 'web', uuid: uuid(1) });
    expect(list.checkUnique('db', uuid(2))).toBeUndefined();
    expect(list.checkUnique('web', uuid(1))?.name).toBe('web');
    expect(() => list.checkUnique('db', uuid(1))).toThrow(`domain 'web' is already defined with uuid ${uuid(1)}`);
    expect(() => list.checkUnique('web', uuid(2))).toThrow(`domain 'web' already exists with uuid ${uuid(1)}`);
    expect(() => list.checkUnique('web', uuid(1), () => true)).toThrow("domain 'web' is already active");
  });

  test('a rename and a replacement leave no stale entry', () => {
    const list = make();
    const old = { name: 'a', uuid: uuid(1) };
    list.add(old);
    list.setId(old, 3);
    const fresh = { name: 'b', uuid: uuid(1) };
    list.add(fresh);
    expect([list.byName('a'), list.byId(3), list.size]).toEqual([undefined, undefined, 1]);
    fresh.name = 'c';
    list.renamed(fresh, 'b');
    expect([list.byName('b'), list.byName('c')]).toEqual([undefined, fresh]);
  });
});

test('filters of one group add up, groups restrict each other', () => {
  const off = {
    active: false,
    persistent: true,
    state: 5,
    managedSave: false,
    autostart: true,
    hasSnapshots: false,
    hasCheckpoints: false,
  };
  expect(passesFilters(off, 0, domainFilters)).toBe(true);
  expect(passesFilters(off, 1 | 2, domainFilters)).toBe(true);
  expect(passesFilters(off, 1, domainFilters)).toBe(false);
  expect(passesFilters(off, 2 | 2048, domainFilters)).toBe(false);
  expect(passesFilters(off, 64, domainFilters)).toBe(true);
  expect(passesFilters(off, 16 | 128, domainFilters)).toBe(false);
  expect(filterMask(domainFilters)).toBe(0xffff);
});

describe('EventHub', () => {
  const event = (name: string, n: number): DomainEvent => ({
    kind: 'lifecycle',
    domain: { name, uuid: uuid(n), id: n },
    event: 2,
    detail: 0,
  });

  test('a listener that an earlier one removed is not called; what one throws stops nobody', () => {
    const errors: unknown[] = [];
    const hub = domainEventHub((error) => errors.push(error));
    const seen: string[] = [];
    hub.register('lifecycle', undefined, () => {
      seen.push('first');
      hub.deregister(1);
      throw new Error('oops');
    });
    hub.register('lifecycle', undefined, () => seen.push('second'));
    hub.register('lifecycle', uuid(9), () => seen.push('other domain'));
    hub.register('lifecycle', uuid(1), () => seen.push('this domain'));
    hub.emit(event('web', 1));
    expect(seen).toEqual(['first', 'this domain']);
    expect(errors).toEqual([new Error('oops')]);
    expect(() => hub.deregister(1)).toThrow('could not find event callback 1 for deletion');
  });

  test('serves the two members of the contract', async () => {
    const hub = domainEventHub();
    const members = domainEventMembers(hub);
    const seen: DomainEvent[] = [];
    const id = await members.connectDomainEventRegisterAny(undefined, 0, (e) => seen.push(e), call);
    await expect(members.connectDomainEventRegisterAny(undefined, 28, () => {}, call)).rejects.toThrow('eventID 28');
    expect(hub.wants('lifecycle')).toBe(true);
    hub.emit(event('web', 1));
    await members.connectDomainEventDeregisterAny(id, call);
    hub.emit(event('web', 1));
    expect(seen).toHaveLength(1);
  });
});

describe('MomentTree', () => {
  const names = (list: readonly Moment[]): string[] => list.map((m) => m.name);
  const tree = (): MomentTree<Moment> => {
    const t = new MomentTree<Moment>('snapshot');
    for (const [name, parent] of [['a'], ['b', 'a'], ['c', 'b'], ['d', 'a'], ['e']] as const)
      t.add({ name, parent });
    return t;
  };

  test('lists roots, children, descendants and leaves', () => {
    const t = tree();
    expect(names(t.list(undefined, 0))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(names(t.list(undefined, 1))).toEqual(['a', 'e']);
    expect(names(t.list(t.get('a'), 0))).toEqual(['b', 'd']);
    expect(names(t.list(t.get('a'), 1))).toEqual(['b', 'c', 'd']);
    expect(names(t.list(undefined, 4))).toEqual(['c', 'd', 'e']);
    expect(names(t.list(undefined, 8))).toEqual(['a', 'b']);
    const facts = (m: Moment) =>
      ({ state: m.name === 'a' ? 'active' : 'inactive', location: 'internal' }) as const;
    expect(names(t.list(undefined, 64, facts))).toEqual(['a']);
    expect(names(t.list(undefined, 512, facts))).toEqual([]);
    expect(names(t.list(undefined, 16, facts))).toEqual([]);
  });

  test('removal hands children to the parent and moves the current one', () => {
    const t = tree();
    t.current = t.get('b');
    t.remove(t.get('b'));
    expect(t.get('c').parent).toBe('a');
    expect(t.current?.name).toBe('a');
    expect(names(t.children(t.get('a')))).toEqual(['d', 'c']);
    t.remove(t.get('a'));
    expect(t.current).toBeUndefined();
    expect(names(t.children())).toEqual(['e', 'd', 'c']);
    expect(() => t.get('a')).toThrow("no domain snapshot with matching name 'a'");
    expect(() => t.add({ name: 'x', parent: 'gone' })).toThrow('parent gone for moment x not found');
    expect(() => t.add({ name: 'e' })).toThrow('domain moment e already exists');
  });

  test('a moment takes the place of its namesake, above what is below it', () => {
    const t = tree();
    t.current = t.get('b');
    t.put({ name: 'b', parent: 'e' });
    expect(names(t.children(t.get('e')))).toEqual(['b']);
    expect(names(t.children(t.get('b')))).toEqual(['c']);
    expect(t.current).toBe(t.get('b'));
    expect(() => t.put({ name: 'e', parent: 'c' })).toThrow('parent c would create cycle to e');
    expect(() => t.put({ name: 'e', parent: 'e' })).toThrow('cannot set moment e as its own parent');
    t.put({ name: 'new', parent: 'c' });
    expect(names(t.children(t.get('c')))).toEqual(['new']);
  });

  test('moments are added in whatever order they stand, those without a parent are told', () => {
    const t = new MomentTree<Moment>('snapshot');
    const left = t.addAll([{ name: 'c', parent: 'b' }, { name: 'x', parent: 'gone' }, { name: 'b', parent: 'a' }, { name: 'a' }]);
    expect(names(left)).toEqual(['x']);
    expect(names(t.descendants())).toEqual(['a', 'b', 'c']);
  });

  test('a chain of 100,000 takes no recursion', () => {
    const t = new MomentTree<Moment>('checkpoint');
    for (let i = 0; i < 100_000; i += 1) t.add({ name: `${i}`, parent: i === 0 ? undefined : `${i - 1}` });
    expect(t.descendants()).toHaveLength(100_000);
  });
});

describe('typed parameters', () => {
  test('64-bit values keep every bit, and what does not fit is refused', () => {
    const { list } = new ParamList().ullong('max', 2n ** 64n - 1n).llong('min', -(2n ** 63n)).uint('u', 2 ** 31);
    expect(paramValue(list, 'max', 'ullong')).toBe(18446744073709551615n);
    expect(paramValue(list, 'min', 'llong')).toBe(-9223372036854775808n);
    expect(paramValue(list, 'u', 'uint')).toBe(2147483648);
    expect(paramValue(list, 'absent', 'uint')).toBeUndefined();
    expect(() => new ParamList().ullong('x', 2n ** 64n)).toThrow('does not fit into ullong');
    expect(() => new ParamList().llong('x', 2n ** 63n)).toThrow('does not fit into llong');
    expect(() => new ParamList().int('x', 2 ** 31)).toThrow('does not fit into int');
    expect(() => new ParamList().uint('x', -1)).toThrow('does not fit into uint');
    expect(() => paramValue(list, 'max', 'uint')).toThrow("invalid type 'ullong' for parameter 'max', expected 'uint'");
  });

  test('checkParams speaks as libvirt does', () => {
    const spec = { weight: 'uint', migrate_disks: 'string*' } as const;
    checkParams(new ParamList().uint('weight', 1).string('migrate_disks', 'a').string('migrate_disks', 'b').list, spec);
    expect(() => checkParams(new ParamList().uint('toString', 1).list, spec)).toThrow(
      "argument unsupported: parameter 'toString' not supported",
    );
    expect(() => checkParams(new ParamList().uint('weight', 1).uint('weight', 1).list, spec)).toThrow(
      "parameter 'weight' occurs multiple times",
    );
    expect(() => checkParams(new ParamList().ullong('weight', 1n).list, spec)).toThrow("invalid type 'ullong'");
  });
});

describe('streams', () => {
  test('bytes come in pieces of the size asked for', async () => {
    const stream = streamFromBytes(Buffer.from('abcdef'));
    expect(Buffer.from((await stream.receive(4)) as Uint8Array).toString()).toBe('abcd');
    expect(Buffer.from((await stream.receive(4)) as Uint8Array).toString()).toBe('ef');
    expect(await stream.receive(4)).toBeUndefined();
    await expect(stream.send(Buffer.from('x'))).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  });

  test('a duplex is read on request and ended by finish', async () => {
    const echo = new PassThrough();
    const stream = streamFromDuplex(echo);
    await stream.send(Buffer.from('hello'));
    expect(Buffer.from((await stream.receive(2)) as Uint8Array).toString()).toBe('he');
    expect(Buffer.from((await stream.receive(100)) as Uint8Array).toString()).toBe('llo');
    const waiting = stream.receive(1);
    await stream.abort();
    expect(await waiting).toBeUndefined();
  });
});

describe('close', () => {
  test('actions run latest first, each even when another fails', async () => {
    const actions = new CloseActions();
    const ran: string[] = [];
    actions.set('a', () => void ran.push('a'));
    actions.set('b', () => {
      throw new Error('b failed');
    });
    actions.set('c', async () => void ran.push('c'));
    actions.set('d', () => void ran.push('d'));
    actions.unset('d');
    await expect(actions.run()).rejects.toThrow('b failed');
    expect(ran).toEqual(['c', 'a']);
    await actions.run();
    expect(ran).toHaveLength(2);
  });

  test('one listener a connection', async () => {
    const callbacks = new CloseCallbacks();
    const members = callbacks.members();
    const reasons: number[] = [];
    const listener = (reason: number): void => void reasons.push(reason);
    await members.connectRegisterCloseCallback(listener, call);
    await expect(members.connectRegisterCloseCallback(listener, call)).rejects.toThrow('already registered');
    callbacks.fire(2);
    callbacks.fire(2);
    expect(reasons).toEqual([2]);
  });
});
