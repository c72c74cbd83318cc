import type { DomainRef } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { flag, number, text } from '../../grammar/option.ts';
import { pretty } from '../../json.ts';
import { findDomain } from '../../objects/domain.ts';
import { receive, timeoutOf } from './wait.ts';

/** `virConnectDomainQemuMonitorEventRegisterFlags` */
const [regex, noCase] = [1, 2];

const qemuMonitorEvent = command({
  name: 'qemu-monitor-event',
  summary: 'QEMU Monitor Events',
  description: 'Listen for QEMU Monitor Events',
  options: {
    domain: text('filter by domain name, id or uuid', { positional: 'quietly', complete: 'domain' }),
    event: text('filter by event name', { positional: 'quietly' }),
    pretty: flag('pretty-print any JSON output'),
    loop: flag('loop until timeout or interrupt, rather than one-shot'),
    timeout: number('timeout seconds', { positional: 'quietly' }),
    regex: flag('treat event as a regex rather than literal filter'),
    'no-case': flag('treat event case-insensitively'),
    timestamp: flag('show timestamp for each printed event'),
  },
  async run(shell, args) {
    const timeout = timeoutOf(args);
    const flags = (args.flag('regex') ? regex : 0) | (args.flag('no-case') ? noCase : 0);
    const filter: DomainRef | undefined = args.has('domain') ? await findDomain(shell, args) : undefined;
    const hypervisor = await shell.hypervisor();
    await receive(shell, args, timeout, async (take, signal) => {
      const id = await hypervisor.connectDomainQemuMonitorEventRegister(
        filter,
        args.text('event'),
        ({ domain, event, seconds, micros, details }) => {
          const shown = details !== undefined && args.flag('pretty') ? pretty(details) : (details ?? '<null>');
          const at = args.flag('timestamp') ? '' : ` at ${seconds}.${String(micros).padStart(6, '0')}`;
          take(`event ${event}${at} for domain '${domain.name}': ${shown}`);
        },
        flags,
      );
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await hypervisor.connectDomainQemuMonitorEventDeregister(id);
    });
  },
});

export const commands: readonly AnyCommand[] = [qemuMonitorEvent];
