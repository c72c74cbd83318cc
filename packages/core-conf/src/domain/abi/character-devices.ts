import type { Channel } from '../devices/chardev.ts';
import type { Devices } from '../devices/devices.ts';
import { deviceInfo } from './device-info.ts';
import { all, each, number, property, text, type Check } from './words.ts';

const count = (what: string): string => `Target domain ${what} count %t does not match source %s`;

const channel: Check<Channel> = all(
  property('channel type', ({ target }) => target.type),
  function* (source, target) {
    if (source.target.type !== target.target.type) return;
    if (source.target.type === 'guestfwd') yield* property<Channel>('channel addr', guestAddress, text)(source, target);
    else
      yield* property<Channel>(
        'channel name',
        ({ target: one }) => ('name' in one ? one.name : undefined),
        text,
      )(source, target);
  },
  deviceInfo,
);

function guestAddress({ target }: Channel): string | undefined {
  return target.type === 'guestfwd' ? `${target.address ?? ''}:${target.port ?? ''}` : undefined;
}

/** Serial and parallel ports, channels, consoles: what the guest sees of them. */
export const characterDevices: Check<Devices> = all(
  each(
    count('serial port'),
    (one) => one.serials,
    all(
      property(
        'serial type',
        ({ target }) => target.type,
        (value) => String(value ?? 'none'),
      ),
      property(
        'serial model',
        ({ target }) => target.model,
        (value) => String(value ?? 'none'),
      ),
      property('serial port', ({ target }) => target.port, number),
      deviceInfo,
    ),
  ),
  each(
    count('parallel port'),
    (one) => one.parallels,
    all(
      property('parallel port', ({ target }) => target.port, number),
      deviceInfo,
    ),
  ),
  each(count('channel'), (one) => one.channels, channel),
  each(
    count('console'),
    (one) => one.consoles,
    all(
      property(
        'console type',
        ({ target }) => target.type,
        (value) => String(value ?? 'none'),
      ),
      deviceInfo,
    ),
  ),
);
