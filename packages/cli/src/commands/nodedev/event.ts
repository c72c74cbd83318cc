import { command, type AnyCommand } from '../../command.ts';
import { eventIn, waitForEvents, waitOptions } from '../events/wait.ts';
import { text } from '../../grammar/option.ts';
import { findNodeDevice } from '../../objects/host-device.ts';
import { capital } from '../events/wait.ts';

const nodedevEvent = command({
  name: 'nodedev-event',
  summary: 'Node Device Events',
  description: 'List event types, or wait for node device events to occur',
  options: {
    device: text('filter by node device name', { positional: 'quietly', complete: 'nodedev' }),
    ...waitOptions,
  },
  async run(shell, args) {
    const name = eventIn(shell, args, ['lifecycle', 'update']);
    if (name === undefined) return;
    const ref = args.has('device') ? await findNodeDevice(shell, args) : undefined;
    await waitForEvents(shell, args, {
      kinds: [name === 'lifecycle' ? 'node-device-lifecycle' : 'node-device-update'],
      shown(event) {
        if (ref !== undefined && event.device.name !== ref.name) return undefined;
        const detail = event.kind === 'node-device-lifecycle' ? `: ${capital(event.event)}` : '';
        return `event '${name}' for node device ${event.device.name}${detail}`;
      },
    });
  },
});

export const commands: readonly AnyCommand[] = [nodedevEvent];
