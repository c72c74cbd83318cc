import type { Domain, Graphics } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

/** `qemuValidateDomainDeviceDefGraphics`. */
export function validateGraphics(graphics: Graphics, { devices }: Domain, { has, config }: DefinitionContext): void {
  const types = devices.graphics.map(({ type }) => type);
  const flag = flags[graphics.type];
  if (flag !== undefined && !has(flag)) throw unsupported(`${graphics.type} graphics are not supported with this QEMU`);
  if (graphics.type === 'desktop') throw unsupported(`unsupported graphics type '${graphics.type}'`);
  if (types.includes('egl-headless') && types.some((type) => type === 'sdl')) {
    throw unsupported("graphics type 'egl-headless' is only supported with one of: 'vnc', 'spice' graphics types");
  }
  if (devices.graphics.filter(usesGl).length > 1) {
    throw unsupported('multiple OpenGL displays are not supported by QEMU');
  }
  switch (graphics.type) {
    case 'spice':
      if (graphics.tlsPort !== undefined && graphics.tlsPort > 0 && config.spiceTLS !== true) {
        throw unsupported('spice TLS port set in XML configuration, but TLS is disabled in qemu.conf');
      }
      if (graphics.gl?.enable === true && !has('spice-gl')) throw unsupported("This QEMU doesn't support spice OpenGL");
      if (graphics.gl?.rendernode !== undefined && !has('spice-rendernode')) {
        throw unsupported("This QEMU doesn't support spice OpenGL rendernode");
      }
      return;
    case 'egl-headless':
      if (graphics.gl?.rendernode !== undefined && !has('egl-headless.rendernode')) {
        throw unsupported("This QEMU doesn't support OpenGL rendernode with egl-headless graphics type");
      }
      return;
    case 'vnc':
      if (graphics.powerControl !== undefined && !has('vnc-power-control')) {
        throw unsupported('VNC power control is not available');
      }
      if (graphics.passwd !== undefined && graphics.passwd.length > 8) {
        throw unsupported(`VNC password is ${graphics.passwd.length} characters long, only 8 permitted`);
      }
      requireAudio(graphics.audio?.id, devices);
      return;
    case 'dbus': {
      const audio = requireAudio(graphics.audio?.id, devices);
      if (audio !== undefined && audio.type !== 'dbus') throw unsupported("The associated audio is not of 'dbus' kind.");
      return;
    }
    default:
  }
}

const flags: { readonly [type: string]: string } = {
  sdl: 'sdl',
  vnc: 'vnc',
  spice: 'spice',
  'egl-headless': 'egl-headless',
  dbus: 'display-dbus',
};

/** A display of its own that draws with the host's graphics card. */
function usesGl(graphics: Graphics): boolean {
  if (graphics.type === 'egl-headless') return true;
  return (graphics.type === 'spice' || graphics.type === 'sdl' || graphics.type === 'dbus') && graphics.gl?.enable === true;
}

function requireAudio(id: number | undefined, { audios }: Domain['devices']): Domain['devices']['audios'][number] | undefined {
  if (id === undefined) return undefined;
  const found = audios.find((audio) => audio.id === id);
  if (found === undefined) throw unsupported(`no audio device with ID ${id}`);
  return found;
}
