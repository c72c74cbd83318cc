import type { Domain } from '../domain.ts';
import { refuse } from './refuse.ts';

export function validateGraphics({ devices }: Domain): void {
  for (const graphics of devices.graphics) {
    if (!('listens' in graphics)) continue;
    for (const { type, network } of graphics.listens) {
      if (type === 'network' && network === undefined) {
        throw refuse("'network' attribute must be set for listen type 'network'");
      }
    }
  }
}
