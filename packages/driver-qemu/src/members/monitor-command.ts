import type { QemuMonitorEvent } from '@virtweave/core-api';
import { VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import { formatJson, isJsonObject, parseJson, qmpErrorClass, type Json, type JsonObject } from '../qmp/index.ts';
import { withGuest, type Members } from './members.ts';

const HMP = 1;
const REGEX = 1;
const NOCASE = 2;

type MonitorCommands = Members<
  'domainQemuMonitorCommand' | 'connectDomainQemuMonitorEventRegister' | 'connectDomainQemuMonitorEventDeregister'
>;

/** QEMU's own monitor, for whoever knows what to say there. Guests that were changed this way are their user's affair. */
export function monitorCommandMembers(engine: QemuEngine): MonitorCommands {
  return {
    domainQemuMonitorCommand: (ref, cmd, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainQemuMonitorCommand', call, async (guest, signal) => {
        const { monitor } = guest.requireRunning();
        if ((flags & HMP) !== 0) {
          const said = await monitor.execute('human-monitor-command', { 'command-line': cmd }, { signal });
          return typeof said === 'string' ? said : formatJson(said);
        }
        const { execute, id, ...rest } = commandOf(cmd);
        const given = id === undefined ? {} : { id };
        try {
          const { arguments: args } = rest as { arguments?: JsonObject };
          return formatJson({ return: await monitor.execute(execute, args, { signal }), ...given });
        } catch (error) {
          // What QEMU refuses is its answer: who speaks its language wants to read it.
          const refusal = qmpErrorClass(error);
          if (refusal === undefined) throw error;
          const desc = String((error as VirtError).detail).replace(/^unable to execute QEMU command '[^']*': /, '');
          return formatJson({ ...given, error: { class: refusal, desc } });
        }
      }),

    async connectDomainQemuMonitorEventRegister(domain, event, callback, flags) {
      return engine.monitorEvents.register('monitor', domain?.uuid, filtered(event, flags, callback));
    },
    async connectDomainQemuMonitorEventDeregister(id) {
      engine.monitorEvents.deregister(id);
    },
  };
}

function commandOf(text: string): { readonly execute: string; readonly id?: Json } {
  let command: Json;
  try {
    command = parseJson(text);
  } catch (cause) {
    throw refused(`cannot parse json ${text}: ${(cause as Error).message}`, cause);
  }
  if (!isJsonObject(command) || typeof command.execute !== 'string') throw refused(`no command for QEMU's monitor: ${text}`);
  return command as { execute: string };
}

function filtered(name: string | undefined, flags: number, callback: (event: QemuMonitorEvent) => void): (event: QemuMonitorEvent) => void {
  if (name === undefined) return callback;
  const fold = (flags & NOCASE) !== 0;
  if ((flags & REGEX) !== 0) {
    let pattern: RegExp;
    try {
      pattern = new RegExp(name, fold ? 'i' : '');
    } catch (cause) {
      throw new VirtError('VIR_ERR_INVALID_ARG', `failed to compile regex '${name}'`, { domain: 'VIR_FROM_QEMU', cause });
    }
    return (event) => void (pattern.test(event.event) && callback(event));
  }
  const same = (text: string): string => (fold ? text.toLowerCase() : text);
  return (event) => void (same(event.event) === same(name) && callback(event));
}

function refused(detail: string, cause?: unknown): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_QEMU', ...(cause !== undefined && { cause }) });
}
