import type { Json, JsonObject } from '../qmp/index.ts';
import { isJsonObject } from '../qmp/index.ts';
import { malformed } from './errors.ts';

/** A reply that should be a list. What is no object in it has no members. */
export function listOf(reply: Json | undefined, complaint: string): readonly JsonObject[] {
  if (!Array.isArray(reply)) throw malformed(complaint);
  return (reply as readonly Json[]).map((item) => (isJsonObject(item) ? item : {}));
}

/** A text, or undefined for anything else. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** An integer in a range, or undefined for anything else. */
export function integerOf(value: Json | undefined, low: number, high: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high ? value : undefined;
}

/** A size in bytes or a count of 64 bits, or undefined for anything else. */
export function wideOf(value: Json | undefined): bigint | undefined {
  if (typeof value === 'number' ? !Number.isInteger(value) : typeof value !== 'bigint') return undefined;
  const wide = BigInt(value as number | bigint);
  return wide >= 0n && wide < 2n ** 64n ? wide : undefined;
}

/** The value, or libvirt's complaint that a reply lacks it. */
export function need<T>(value: T | undefined, name: string, command: string): T {
  if (value === undefined) throw malformed(`'${name}' missing in reply of ${command}`);
  return value;
}

export const UINT = 0xffff_ffff;
export const INT = 0x7fff_ffff;
