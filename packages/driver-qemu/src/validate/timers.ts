import type { Domain, Timer } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

const lastSecond = 253402300799n;

/** Timers that the guest's machine has, and what can be set of them (`qemuValidateDomainDefClockTimers`). */
export function validateTimers(domain: Domain, context: DefinitionContext): void {
  const { clock } = domain;
  for (const timer of clock.timers ?? []) validateTimer(timer, domain, context);
  if (clock.start !== undefined && BigInt(clock.start) > lastSecond) {
    throw unsupported(`The maximum 'start' value for <clock offset='absolute'> is ${lastSecond}`);
  }
}

function validateTimer(timer: Timer, { type, os }: Domain, { has }: DefinitionContext): void {
  const arch = os.type.arch ?? '';
  const elsewhere = (): Error =>
    unsupported(
      `Configuring the '${timer.name}' timer is not supported for virtType=${type} arch=${arch} machine=${os.type.machine ?? ''} guests`,
    );
  switch (timer.name) {
    case 'platform':
      throw unsupported(`unsupported timer type (name) '${timer.name}'`);
    case 'kvmclock':
    case 'hypervclock':
    case 'tsc':
      if (!isX86(arch) && !(timer.name === 'hypervclock' && arch === 'aarch64')) throw elsewhere();
      return;
    case 'pit':
      if (timer.tickpolicy === 'merge') throw unsupported("unsupported pit tickpolicy 'merge'");
      if (timer.tickpolicy === 'catchup' && !has('kvm-pit-lost-tick-policy')) {
        throw unsupported("unsupported pit tickpolicy 'catchup'");
      }
      return;
    case 'hpet':
      if (!isX86(arch) && timer.present === true) throw unsupported('hpet timer is not supported');
      return;
    case 'rtc':
      if (timer.track === 'boot') throw unsupported("unsupported rtc timer track 'boot'");
      if (timer.tickpolicy === 'merge' || timer.tickpolicy === 'discard') {
        throw unsupported(`unsupported rtc timer tickpolicy '${timer.tickpolicy}'`);
      }
      return;
    case 'armvtimer':
      if (type !== 'kvm' || !isArm(arch)) throw elsewhere();
      if (timer.present === false) throw unsupported("The 'armvtimer' timer can't be disabled");
      if (!has('cpu.kvm-no-adjvtime')) {
        throw unsupported("Configuring the 'armvtimer' timer is not supported with this QEMU binary");
      }
      if (timer.tickpolicy === 'catchup' || timer.tickpolicy === 'merge') {
        throw unsupported(`The 'armvtimer' timer does not support tickpolicy '${timer.tickpolicy}'`);
      }
      return;
    default:
  }
}
