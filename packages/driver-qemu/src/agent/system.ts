import { isJsonObject, type JsonObject } from '../qmp/index.ts';
import type { AskAgent } from './ask.ts';
import { malformed } from './errors.ts';
import { INT, integerOf, listOf, need, textOf } from './reply.ts';

/** Somebody who is logged in. */
export interface GuestUser {
  readonly name: string;
  /** Windows. */
  readonly domain?: string;
  /** Milliseconds since 1970. */
  readonly loginTime: bigint;
}

export async function getUsers(ask: AskAgent): Promise<readonly GuestUser[]> {
  const command = 'guest-get-users';
  return listOf(await ask(command), `${command} reply was missing return data`).map((user) => {
    const name = need(textOf(user['user']), 'user', command);
    const domain = textOf(user['domain']);
    const seconds = user['login-time'];
    const known = typeof seconds === 'number' && seconds >= 0 && seconds < 1e15 ? seconds : undefined;
    const loginTime = BigInt(Math.trunc(need(known, 'login-time', command) * 1000));
    return { name, ...(domain !== undefined && { domain }), loginTime };
  });
}

/** The names that libvirt gives to what the agent tells of the operating system, in libvirt's order. */
const osNames = [
  'id', 'name', 'pretty-name', 'version', 'version-id', 'machine', 'variant', 'variant-id', 'kernel-release', 'kernel-version',
] as const;

/** What kind of system the guest is: `[['id', 'debian'], ...]`. */
export async function getOs(ask: AskAgent): Promise<readonly (readonly [string, string])[]> {
  const reply = await objectOf(ask, 'guest-get-osinfo');
  return osNames.flatMap((name) => {
    const value = textOf(reply[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** @returns offset in seconds east of UTC */
export async function getTimezone(ask: AskAgent): Promise<{ readonly name?: string; readonly offset: number }> {
  const command = 'guest-get-timezone';
  const reply = await objectOf(ask, command);
  const name = textOf(reply['zone']);
  return { ...(name !== undefined && { name }), offset: need(integerOf(reply['offset'], -INT, INT), 'offset', command) };
}

/** undefined when the agent does not know it. */
export async function getHostname(ask: AskAgent): Promise<string | undefined> {
  const reply = await ask('guest-get-host-name');
  return isJsonObject(reply) ? textOf(reply['host-name']) : undefined;
}

/** Mean numbers of processes that could run, of the last 1, 5 and 15 minutes. */
export async function getLoad(ask: AskAgent): Promise<readonly (readonly [string, number])[]> {
  const command = 'guest-get-load';
  const reply = await objectOf(ask, command);
  return (['1m', '5m', '15m'] as const).map((name) => {
    const value = reply[`load${name}`];
    return [name, need(typeof value === 'number' ? value : undefined, `load${name}`, command)] as const;
  });
}

async function objectOf(ask: AskAgent, command: string): Promise<JsonObject> {
  const reply = await ask(command);
  if (!isJsonObject(reply)) throw malformed(`${command} reply was missing return data`);
  return reply;
}
