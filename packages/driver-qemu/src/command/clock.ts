import type { Timer } from '@virtweave/core-conf';
import { isX86, type CommandBuilder } from './builder.ts';

/** `-rtc` and the timers that are not properties of the CPU. */
export function clock(build: CommandBuilder): void {
  const { domain } = build;
  const { timers = [] } = domain.clock;
  const parts = [`base=${base(build)}`];
  const rtc = timers.find((timer) => timer.name === 'rtc');
  if (rtc?.track === 'guest') parts.push('clock=vm');
  else if (rtc?.track === 'wall') parts.push('clock=host');
  else if (rtc?.track === 'realtime') parts.push('clock=rt');
  if (rtc?.tickpolicy === 'catchup') parts.push('driftfix=slew');
  build.add('-rtc', parts.join(','));

  for (const timer of timers) {
    if (timer.name === 'pit') pit(build, timer);
    if (timer.name === 'hpet' && timer.present === false && !build.has('machine-hpet') && isX86(domain.os.type.arch))
      build.add('-no-hpet');
  }
}

function pit(build: CommandBuilder, timer: Timer): void {
  const policy = timer.tickpolicy;
  if (!build.has('kvm-pit-lost-tick-policy')) return;
  if (policy === 'delay' || policy === undefined) {
    if (policy === 'delay') build.add('-global', 'kvm-pit.lost_tick_policy=delay');
  } else if (policy === 'discard') build.add('-global', 'kvm-pit.lost_tick_policy=discard');
}

function base({ domain, context }: CommandBuilder): string {
  const { offset, basis, adjustment, start } = domain.clock;
  switch (offset) {
    case 'utc':
      return 'utc';
    case 'localtime':
    case 'timezone':
      // A zone of its own comes with the environment.
      return 'localtime';
    case 'variable': {
      const now = basis === 'localtime' ? context.now + context.host.utcOffset : context.now;
      return utc(now + Number(adjustment ?? 0));
    }
    case 'absolute':
      return utc(Number(start ?? 0));
  }
}

const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

/** What becomes of a guest that goes off, and whether it may sleep. */
export function powerManagement(build: CommandBuilder): void {
  const { domain } = build;
  const q35 = /^(q35|pc-q35-)/.test(domain.os.type.machine ?? '');
  // A guest that may not restart ends with its reboot; otherwise we decide when it is off.
  if (
    domain.onReboot === 'destroy' &&
    domain.onPoweroff === 'destroy' &&
    (domain.onCrash === 'destroy' || domain.onCrash === 'coredump-destroy')
  ) {
    build.add(build.has('set-action') ? '-no-shutdown' : '-no-reboot');
  } else build.add('-no-shutdown');
  const device = q35 ? 'ICH9-LPC' : 'PIIX4_PM';
  const pm = domain.powerManagement;
  if (pm?.suspendToMem !== undefined) build.add('-global', `${device}.disable_s3=${pm.suspendToMem ? 0 : 1}`);
  if (pm?.suspendToDisk !== undefined) build.add('-global', `${device}.disable_s4=${pm.suspendToDisk ? 0 : 1}`);
}
