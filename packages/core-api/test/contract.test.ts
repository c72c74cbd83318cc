import { describe, expect, test } from '@jest/globals';
import * as constants from '../src/constants.generated.ts';
import { domainEventKinds } from '../src/index.ts';
import { members, olderForms, type MemberFacts } from '../src/contract/table.ts';

const all: readonly (readonly [string, MemberFacts])[] = Object.values(members).flatMap((table) => Object.entries(table));

describe('the table of members', () => {
  test('every older form leads to a member, and none is a member itself', () => {
    const names = new Set(all.map(([member]) => member));
    const functions = new Set(all.map(([, facts]) => facts.f));
    for (const [older, { member }] of Object.entries(olderForms)) {
      expect(names).toContain(member);
      expect(functions).not.toContain(older);
    }
  });

  test('no function and no procedure has two members', () => {
    const functions = all.map(([, facts]) => facts.f);
    expect(new Set(functions).size).toBe(functions.length);
    const procedures = all.flatMap(([, { p, program }]) => (p === undefined ? [] : [`${program ?? 'remote'} ${p}`]));
    expect(new Set(procedures).size).toBe(procedures.length);
    expect(members.hypervisor['domainCreateWithFlags']?.p).toBe(196);
  });

  test('permissions have numbers for the names of flags', () => {
    expect(members.hypervisor['domainSetMemoryFlags']?.acl).toEqual([
      { object: 'domain', permission: 'write' },
      { object: 'domain', permission: 'save', without: 3 },
      { object: 'domain', permission: 'save', mask: 2 },
    ]);
    expect(members.hypervisor['domainInterfaceAddresses']?.acl?.[1]).toMatchObject({ arg: 1, equals: 1 });
  });
});

test('constants keep bit 31 positive', () => {
  expect(constants.ConnectGetAllDomainStatsFlags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS).toBe(2 ** 31);
  for (const values of Object.values(constants))
    for (const value of Object.values(values)) expect(value === -1 || value === -2 || typeof value === 'string' || value >= 0).toBe(true);
});

test('kinds of domain events are in the order of their ids', () => {
  const ids: Readonly<Record<string, number>> = constants.DomainEventID;
  const word = (kind: string): string => `VIR_DOMAIN_EVENT_ID_${kind.replace('pm-', 'pm').replaceAll('-', '_').toUpperCase()}`;
  expect(domainEventKinds.map((kind) => ids[word(kind)])).toEqual(domainEventKinds.map((_, index) => index));
});
