import type { Graphics } from '../devices/graphics.ts';
import { refuse } from './refuse.ts';

export function validateGraphics(graphics: Graphics): void {
  if (graphics.type === 'dbus' && graphics.p2p === true && graphics.address !== undefined) {
    throw refuse('D-Bus p2p with an address is not supported');
  }
  if (!('listens' in graphics)) return;
  for (const { type, network } of graphics.listens) {
    if (type === 'network' && network === undefined) {
      throw refuse("'network' attribute is required for listen type 'network'");
    }
  }
}
