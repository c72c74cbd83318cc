import type { Graphics } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** Where a graphics server listens (`qemuDomainDeviceGraphicsDefPostParse`). */
export function completeGraphics(graphics: Graphics, { config }: DefinitionContext): void {
  if (graphics.type !== 'vnc' && graphics.type !== 'spice') return;
  const [first] = graphics.listens;
  if (first === undefined || first.type !== 'address' || first.address !== undefined) return;
  const noPort = (graphics.port ?? 0) === 0 && graphics.autoport !== true;
  if (graphics.type === 'vnc') {
    if (config.vncAutoUnixSocket !== true) return;
    graphics.listens[0] = { type: 'socket' };
  } else if (config.spiceAutoUnixSocket === true) {
    graphics.listens[0] = { type: 'socket' };
  } else if (noPort && (graphics.tlsPort ?? 0) === 0) {
    graphics.listens[0] = { type: 'none' };
  } else {
    return;
  }
  delete graphics.port;
  delete graphics.autoport;
}
