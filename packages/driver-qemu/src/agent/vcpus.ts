import type { TypedParams } from '@virtweave/core-api';
import { ParamList } from '@virtweave/core-api/driver-kit';
import { Bitmap, VirtError } from '@virtweave/core-util';
import type { AskAgent } from './ask.ts';
import { malformed } from './errors.ts';
import { INT, integerOf, listOf, need } from './reply.ts';

/** A processor as the guest sees it. */
export interface GuestVcpu {
  readonly id: number;
  readonly online: boolean;
  readonly canOffline: boolean;
}

/** A guest has no more processors than this; what says so is no guest that means well. */
const MOST = 65_536;

export async function getVcpus(ask: AskAgent): Promise<readonly GuestVcpu[]> {
  const command = 'guest-get-vcpus';
  const vcpus = listOf(await ask(command), `${command} reply was missing return data`);
  if (vcpus.length > MOST) throw malformed(`${command} reply has ${vcpus.length} processors`);
  const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
  return vcpus.map((vcpu) => ({
    id: need(integerOf(vcpu['logical-id'], 0, INT - 1), 'logical-id', command),
    online: need(flag(vcpu['online']), 'online', command),
    canOffline: need(flag(vcpu['can-offline']), 'can-offline', command),
  }));
}

/** Switches processors on or off. An agent may do it in parts. */
export async function switchVcpus(ask: AskAgent, ids: readonly number[], online: boolean): Promise<void> {
  for (let rest = ids; rest.length > 0; ) {
    const vcpus = rest.map((id) => ({ 'logical-id': id, online }));
    const done = integerOf(await ask('guest-set-vcpus', { vcpus }), 1, rest.length);
    if (done === undefined) throw malformed('guest agent returned malformed or invalid return value');
    rest = rest.slice(done);
  }
}

/** Has the guest use `count` processors. */
export async function setVcpuCount(ask: AskAgent, count: number): Promise<void> {
  const vcpus = await getVcpus(ask);
  if (count > vcpus.length) throw malformed('guest agent reports less cpu than requested');
  const online = vcpus.filter((vcpu) => vcpu.online).length;
  const byId = [...vcpus].sort((a, b) => a.id - b.id);
  const candidates = count > online ? byId.filter((vcpu) => !vcpu.online) : byId.reverse().filter((vcpu) => vcpu.online && vcpu.canOffline);
  const wanted = Math.abs(count - online);
  if (candidates.length < wanted) throw malformed('Cannot offline enough CPUs');
  await switchVcpus(ask, candidates.slice(0, wanted).map(({ id }) => id), count > online);
}

/** Switches the processors of a bitmap (`1-3`). */
export async function setVcpuMap(ask: AskAgent, map: Bitmap, online: boolean): Promise<void> {
  const vcpus = await getVcpus(ask);
  const known = Bitmap.of(vcpus.map(({ id }) => id));
  const missing = map.subtract(known);
  if (!missing.isEmpty()) throw new VirtError('VIR_ERR_INVALID_ARG', `guest is missing vCPUs '${missing.toString()}'`, { domain: 'VIR_FROM_QEMU' });
  const chosen = vcpus.filter(({ id }) => map.has(id));
  const stuck = chosen.find((vcpu) => !online && !vcpu.canOffline);
  if (stuck !== undefined) {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `vCPU '${stuck.id}' is not offlinable`, { domain: 'VIR_FROM_QEMU' });
  }
  await switchVcpus(ask, chosen.filter((vcpu) => vcpu.online !== online).map(({ id }) => id), online);
}

/** What `virDomainGetGuestVcpus` tells. */
export function vcpuParams(vcpus: readonly GuestVcpu[]): TypedParams {
  const map = (chosen: (vcpu: GuestVcpu) => boolean): string => Bitmap.of(vcpus.filter(chosen).map(({ id }) => id)).toString();
  return new ParamList()
    .string('vcpus', map(() => true))
    .string('online', map(({ online }) => online))
    .string('offlinable', map(({ canOffline }) => canOffline)).list;
}
