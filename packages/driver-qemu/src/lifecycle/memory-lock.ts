import type { Domain } from '@virtweave/core-conf';
import { getLogger, type Host, type Logger } from '@virtweave/core-util';
import { memoryLockLimit, unlimitedMemory } from '../command/index.ts';

const log: Logger = getLogger('qemu.qemu_process');

/** A program and its arguments. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
}

/** Bit of CAP_SYS_RESOURCE: who has it raises limits. */
const SYS_RESOURCE = 24n;

/**
 * Lets QEMU lock as much memory as its guest needs. QEMU locks while it starts, so the limit has to be there before:
 * `prlimit` sets it and becomes QEMU. Where the limit that we have suffices, or cannot be raised, QEMU is started as it is;
 * it tells in its own words when it cannot lock.
 */
export async function allowMemoryLock(host: Host, domain: Domain, command: ProgramCall, call: { signal?: AbortSignal } = {}): Promise<ProgramCall> {
  const wanted = memoryLockLimit(domain);
  if (wanted === 0n) return command;
  const [limits, status] = await Promise.all([
    host.readFile('/proc/self/limits', { maxBytes: 65536, ...call }),
    host.readFile('/proc/self/status', { maxBytes: 65536, ...call }),
  ]);
  const { soft, hard } = lockLimits(limits.toString('utf8'));
  if (soft >= wanted) return command;
  if (hard < wanted && !mayRaise(status.toString('utf8'))) {
    log.warning(`domain '${domain.name}' may need ${wanted} bytes of locked memory, the limit is ${hard} and cannot be raised: start as root, or raise LimitMEMLOCK`);
    return command;
  }
  const value = wanted >= unlimitedMemory ? 'unlimited' : String(wanted);
  return { program: 'prlimit', args: [`--memlock=${value}:${value}`, '--', command.program, ...command.args] };
}

/** Soft and hard limit of locked memory, in bytes; {@link unlimitedMemory} for none. */
function lockLimits(limits: string): { readonly soft: bigint; readonly hard: bigint } {
  const found = /^Max locked memory\s+(\S+)\s+(\S+)/m.exec(limits);
  const bytes = (text: string | undefined): bigint =>
    text !== undefined && /^\d+$/.test(text) ? BigInt(text) : text === 'unlimited' ? unlimitedMemory : 0n;
  return { soft: bytes(found?.[1]), hard: bytes(found?.[2]) };
}

function mayRaise(status: string): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> SYS_RESOURCE) & 1n) === 1n;
}
