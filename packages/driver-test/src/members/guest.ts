import type { HypervisorDriver } from '@virtweave/core-api';
import { DomainLifecycle, DomainLifecycleAction } from '@virtweave/core-api/constants';
import { streamFromBytes } from '@virtweave/core-api/driver-kit';
import type { CrashAction, LifecycleAction } from '@virtweave/core-conf';
import { change, impactOf, requireActive } from '../domain/impact.ts';
import { domainError, testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Guest =
  | 'domainGetLaunchSecurityInfo'
  | 'domainInjectNMI'
  | 'domainScreenshot'
  | 'domainSendKey'
  | 'domainSendProcessSignal'
  | 'domainSetLifecycleAction';

/** By `virKeycodeSet`. */
const codesets = ['linux', 'xt', 'atset1', 'atset2', 'atset3', 'osx', 'xt_kbd', 'usb', 'win32', 'qnum'];
/** One more than the highest key that Linux knows. */
const linuxKeys = 768;

/** By `virDomainLifecycleAction`. */
const actions: readonly CrashAction[] = [
  'destroy', 'restart', 'rename-restart', 'preserve', 'coredump-destroy', 'coredump-restart',
];
const lifecycleKeys = ['onPoweroff', 'onReboot', 'onCrash'] as const;
const lifecycleNames = ['poweroff', 'reboot', 'crash'] as const;

/** One grey dot. */
const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

/** What is done to a guest from outside: keys, signals, pictures, and what it does at its end. */
export function guestMembers({ node }: Session): Pick<HypervisorDriver, Guest> {
  const { domains } = node;
  return {
    async domainInjectNMI(ref) {
      requireActive(domains.get(ref));
    },

    async domainSendKey(ref, codeset, _holdtime, keycodes) {
      requireActive(domains.get(ref));
      const name = codesets[codeset];
      if (name === undefined) throw testError('VIR_ERR_OPERATION_UNSUPPORTED', `unsupported keycode set '${codeset}'`);
      const limit = name === 'linux' ? linuxKeys : 0x10000;
      for (const code of keycodes) {
        if (code >= limit) throw testError('VIR_ERR_INTERNAL_ERROR', `invalid keycode ${code} of ${name} codeset`);
      }
    },

    async domainSendProcessSignal(ref, pid) {
      domains.get(ref);
      if (pid !== 1n) throw testError('VIR_ERR_INVALID_ARG', 'only sending a signal to pid 1 is supported');
    },

    async domainScreenshot(ref) {
      requireActive(domains.get(ref));
      return { mime: 'image/png', stream: streamFromBytes(Buffer.from(picture, 'base64')) };
    },

    async domainGetLaunchSecurityInfo(ref) {
      domains.get(ref);
      return [];
    },

    async domainSetLifecycleAction(ref, type, number, flags) {
      const key = lifecycleKeys[type];
      const action = actions[number];
      if (key === undefined) throw domainError('VIR_ERR_INVALID_ARG', `invalid lifecycle type '${type}'`);
      if (action === undefined) throw domainError('VIR_ERR_INVALID_ARG', `invalid lifecycle action '${number}'`);
      const onlyCrash = number >= DomainLifecycleAction.VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY;
      if (type !== DomainLifecycle.VIR_DOMAIN_LIFECYCLE_CRASH && onlyCrash)
        throw domainError(
          'VIR_ERR_CONFIG_UNSUPPORTED',
          `Lifecycle event '${lifecycleNames[type] ?? ''}' doesn't support '${action}' action`,
        );
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) =>
        key === 'onCrash' ? { ...definition, onCrash: action } : { ...definition, [key]: action as LifecycleAction },
      );
    },
  };
}
