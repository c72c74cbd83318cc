import type { DomainTime } from '@virtweave/core-api';
import { VirtError } from '@virtweave/core-util';
import type { AskAgent } from './ask.ts';
import { malformed } from './errors.ts';

const BILLION = 1_000_000_000n;
const LONGEST = 2n ** 63n - 1n;

/** The guest's clock. */
export async function getTime(ask: AskAgent): Promise<DomainTime> {
  const reply = await ask('guest-get-time');
  const whole = typeof reply === 'bigint' || (typeof reply === 'number' && Number.isInteger(reply) && Math.abs(reply) < 1e21);
  const time = whole ? BigInt(reply) : undefined;
  if (time === undefined || time > LONGEST || time < -LONGEST) throw malformed('malformed return value');
  const nseconds = ((time % BILLION) + BILLION) % BILLION;
  return { seconds: (time - nseconds) / BILLION, nseconds: Number(nseconds) };
}

/** Sets the guest's clock; without a time, from its hardware clock. */
export async function setTime(ask: AskAgent, time: DomainTime | undefined): Promise<void> {
  if (time === undefined) {
    await ask('guest-set-time');
    return;
  }
  const nanoseconds = time.seconds * BILLION + BigInt(time.nseconds);
  if (nanoseconds > LONGEST || nanoseconds < -LONGEST) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `Time '${time.seconds}' is too big for guest agent`, { domain: 'VIR_FROM_QEMU' });
  }
  await ask('guest-set-time', { time: nanoseconds });
}
