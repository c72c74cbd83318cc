import type { Graphics } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** Where a graphics server listens (`qemuDomainDeviceGraphicsDefPostParse`). */
export function completeGraphics(graphics: Graphics, { config }: DefinitionContext, inactive: boolean): void {
  if (graphics.type !== 'vnc' && graphics.type !== 'spice') return;
  const [first] = graphics.listens;
  // A socket that was made for an earlier run is none that the document asks for.
  if (
    inactive &&
    graphics.type === 'vnc' &&
    config.libDir !== undefined &&
    first?.type === 'socket' &&
    first.socket?.startsWith(`${config.libDir}/`) === true
  ) {
    graphics.listens[0] = { type: 'address' };
    graphics.port = -1;
    graphics.autoport = true;
    return;
  }
  if (first === undefined || first.type !== 'address' || first.address !== undefined) return;
  const noPort = (graphics.port ?? 0) === 0 && graphics.autoport !== true;
  if (graphics.type !== 'spice' || !noPort || (graphics.tlsPort ?? 0) !== 0) return;
  graphics.listens[0] = { type: 'none' };
  delete graphics.port;
  delete graphics.autoport;
}
