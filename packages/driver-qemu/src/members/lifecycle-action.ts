import type { CrashAction, LifecycleAction } from '@virtweave/core-conf';
import { VirtError, type ErrorCode } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import { changeDocuments } from './change.ts';
import { withGuest, type Members } from './members.ts';
import { impactOf } from './metadata.ts';

/** By `virDomainLifecycleAction`. */
const actions: readonly CrashAction[] = ['destroy', 'restart', 'rename-restart', 'preserve', 'coredump-destroy', 'coredump-restart'];
/** By `virDomainLifecycle`. */
const keys = ['onPoweroff', 'onReboot', 'onCrash'] as const;
const names = ['poweroff', 'reboot', 'crash'] as const;

/** What becomes of a guest that powers off, reboots or crashes. */
export function lifecycleActionMembers(engine: QemuEngine): Members<'domainSetLifecycleAction'> {
  return {
    domainSetLifecycleAction: (ref, type, number, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetLifecycleAction', call, async (guest, signal) => {
        const [key, action, name] = [keys[type], actions[number], names[type]];
        if (key === undefined) throw refused('VIR_ERR_INVALID_ARG', `invalid lifecycle type '${type}'`);
        if (action === undefined) throw refused('VIR_ERR_INVALID_ARG', `invalid lifecycle action '${number}'`);
        if (key !== 'onCrash' && action.startsWith('coredump')) {
          throw refused('VIR_ERR_CONFIG_UNSUPPORTED', `Lifecycle event '${name ?? ''}' doesn't support '${action}' action`);
        }
        if (action === 'rename-restart') throw refused('VIR_ERR_CONFIG_UNSUPPORTED', "qemu driver doesn't support 'rename-restart' action for 'on_reboot'/'on_poweroff'/'on_crash'");
        const impact = impactOf(guest, flags);
        if (impact.live && key === 'onReboot') {
          // What QEMU does by itself when the guest resets.
          const reboot = action === 'restart' ? 'reset' : 'shutdown';
          await guest.requireRunning().monitor.execute('set-action', { reboot }, { signal });
        }
        await changeDocuments(engine, guest, impact, (document) =>
          key === 'onCrash' ? { ...document, onCrash: action } : { ...document, [key]: action as LifecycleAction },
        );
      }),
  };
}

function refused(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_QEMU' });
}
