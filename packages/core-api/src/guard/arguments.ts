import { VirtError } from '@virtweave/core-util/errors';
import type { MemberFacts } from '../contract/members.ts';
import { invalid, publicDomain } from './errors.ts';
import { flagWordRule, isFlagWord } from './flags.ts';
import { nonEmpty, nonZero, orAll } from './rules.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const lookups = /LookupByUUID$/;
const metadata = /^(domain|network)[GS]etMetadata$/;

/** Checks and normalises the arguments of one call, in place. Errors have libvirt's words where it has some. */
export function checkArguments(member: string, facts: MemberFacts, args: unknown[]): void {
  for (const [index, name] of facts.text ?? []) {
    const value = args[index];
    if (value === undefined || value === null) throw wrong(facts, name, `${name} in ${facts.f} must not be NULL`);
    if (typeof value !== 'string') throw wrong(facts, name, `${name} in ${facts.f} must be a string`);
    if (value.includes('\0')) throw wrong(facts, name, `${name} in ${facts.f} must not contain a NUL character`);
  }
  for (const [index, name, sign] of facts.int ?? []) {
    const value = args[index];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong(facts, name, `${name} in ${facts.f} must be an integer`);
    if (sign !== '-' && value < 0) throw wrong(facts, name, `${name} in ${facts.f} must be zero or greater`);
    if (sign === '-' ? value < -0x8000_0000 || value > 0x7fff_ffff : value > 0xffff_ffff)
      throw new VirtError('VIR_ERR_OVERFLOW', `${name} in ${facts.f}: ${value} does not fit into 32 bits`);
  }
  for (const [index, name, sign] of facts.wide ?? []) {
    const value = args[index];
    if (typeof value !== 'bigint') throw wrong(facts, name, `${name} in ${facts.f} must be a bigint`);
    if (sign !== '-' && value < 0n) throw wrong(facts, name, `${name} in ${facts.f} must be zero or greater`);
    if (sign === '-' ? value < -(2n ** 63n) || value >= 2n ** 63n : value >= 2n ** 64n)
      throw new VirtError('VIR_ERR_OVERFLOW', `${name} in ${facts.f}: ${value} does not fit into 64 bits`);
  }
  for (const [index, name] of nonZero[member] ?? [])
    if (Number(args[index]) === 0) throw wrong(facts, name, `${name} in ${facts.f} must not be zero`);
  for (const [index, name] of orAll[member] ?? [])
    if (Number(args[index]) < -1) throw wrong(facts, name, `${name} in ${facts.f} only accepts -1 as a negative value`);
  for (const [index, name] of nonEmpty[member] ?? [])
    if (args[index] === '') throw wrong(facts, name, `string ${name} in ${facts.f} must not be empty`);
  if (lookups.test(member)) checkUuid(facts, args);
  if (metadata.test(member)) checkMetadata(facts, args);
  if (member === 'domainSendKey') checkKeys(facts, args[3]);
}

function wrong(facts: MemberFacts, argument: string, detail: string): VirtError {
  return invalid(detail, publicDomain(facts.f), facts.f, argument);
}

function checkUuid(facts: MemberFacts, args: unknown[]): void {
  const index = facts.n - 1;
  const compact = String(args[index]).toLowerCase().replace(/[-\s]/g, '');
  const uuid = compact.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!uuidPattern.test(uuid)) throw wrong(facts, 'uuidstr', `uuidstr in ${facts.f} must be a valid UUID`);
  args[index] = uuid;
}

/** `virDomainMetadataType`: title and description stand alone, elements have a namespace. */
function checkMetadata(facts: MemberFacts, args: readonly unknown[]): void {
  const type = args[1];
  const [metadata, key, uri] = facts.n > 4 ? args.slice(2, 5) : [undefined, undefined, args[2]];
  if (type === 1 && typeof metadata === 'string' && metadata.includes('\n'))
    throw wrong(facts, 'metadata', "metadata title can't contain newlines");
  if (type === 0 || type === 1) {
    if (uri !== undefined) throw wrong(facts, 'uri', `uri in ${facts.f} must be NULL`);
    if (key !== undefined) throw wrong(facts, 'key', `key in ${facts.f} must be NULL`);
  } else if (type === 2) {
    if (uri === undefined) throw wrong(facts, 'uri', `uri in ${facts.f} must not be NULL`);
    if (metadata !== undefined && key === undefined) throw wrong(facts, 'key', `key in ${facts.f} must not be NULL`);
  }
}

function checkKeys(facts: MemberFacts, keys: unknown): void {
  if (!Array.isArray(keys) || keys.length === 0) throw wrong(facts, 'keycodes', `keycodes in ${facts.f} must not be NULL`);
  if (keys.length > 16) throw wrong(facts, 'nkeycodes', `nkeycodes in ${facts.f} must be less than or equal to 16`);
}

/** Flags as libvirt has them: 32 bits, never negative. */
export function checkedFlags(facts: MemberFacts, value: unknown): number {
  if (isFlagWord(value)) return value;
  throw wrong(facts, 'flags', `flags in ${facts.f} ${flagWordRule(value)}`);
}
