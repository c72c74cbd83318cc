import type { Timer } from '../clock.ts';
import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

/** Settings that only some timers have (`virDomainDefPostParseTimer`). */
export function validateTimers({ clock }: Domain): void {
  if (clock.offset === 'timezone' && clock.timezone === undefined) {
    throw refuse("missing 'timezone' attribute for clock with offset='timezone'");
  }
  if (clock.offset === 'absolute' && clock.start === undefined) {
    throw refuse("missing 'start' attribute for clock with offset='absolute'");
  }
  for (const timer of clock.timers ?? []) validateTimer(timer);
}

function validateTimer({ name, tickpolicy, catchup, frequency, mode, track }: Timer): void {
  if ((name === 'kvmclock' || name === 'hypervclock') && tickpolicy !== undefined) {
    throw unsupported(`timer ${name} doesn't support setting of timer tickpolicy`);
  }
  if (tickpolicy !== 'catchup' && catchup !== undefined && Object.values(catchup).some((value) => value !== 0)) {
    throw unsupported("setting of timer catchup policies is only supported with tickpolicy='catchup'");
  }
  if (name !== 'tsc') {
    if (frequency !== undefined && Number(frequency) !== 0) {
      throw unsupported(`timer ${name} doesn't support setting of timer frequency`);
    }
    if (mode !== undefined) throw unsupported(`timer ${name} doesn't support setting of timer mode`);
  }
  if (name !== 'platform' && name !== 'rtc' && track !== undefined) {
    throw unsupported(`timer ${name} doesn't support setting of timer track`);
  }
}

