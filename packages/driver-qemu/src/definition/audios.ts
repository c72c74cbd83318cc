import type { Audio, AudioType, Domain, Graphics, SdlAudioDriver } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** A guest whose document names no audio backend has one that fits its screen (`qemuDomainDefaultAudio`). */
export function addImplicitAudio({ devices }: Domain, context: DefinitionContext): void {
  if (devices.audios.length > 0) return;
  const audio = defaultAudio(leading(devices.graphics), context);
  if (audio !== undefined) devices.audios.push(audio);
}

/** The screen that settles where sound goes: SPICE carries it, so it comes first. */
function leading(graphics: readonly Graphics[]): string | undefined {
  return (graphics.find(({ type }) => type === 'spice') ?? graphics[0])?.type;
}

function defaultAudio(graphics: string | undefined, { config, env }: DefinitionContext): Audio | undefined {
  const plain = (type: AudioType): Audio => ({ type, id: 1 }) as Audio;
  switch (graphics) {
    case 'spice':
      return plain('spice');
    case 'vnc':
      if (config.vncAllowHostAudio !== true) return plain('none');
      break;
    case undefined:
      if (config.nogfxAllowHostAudio !== true) return plain('none');
      break;
    case 'sdl':
    case 'dbus':
    case 'desktop':
    case 'egl-headless':
      break;
    default:
      return plain('none');
  }
  // What plays sound on the host is chosen by the environment of the driver, or by the emulator.
  const type = backends[env?.['QEMU_AUDIO_DRV'] ?? ''];
  if (type !== 'sdl') return type === undefined ? undefined : plain(type);
  const driver = env?.['SDL_AUDIODRIVER'];
  return {
    type,
    id: 1,
    ...(driver === undefined ? {} : { driver: (driver === 'pulse' ? 'pulseaudio' : driver) as SdlAudioDriver }),
  };
}

/** Words of `QEMU_AUDIO_DRV`. */
const backends: { readonly [name: string]: AudioType } = {
  none: 'none',
  alsa: 'alsa',
  coreaudio: 'coreaudio',
  jack: 'jack',
  oss: 'oss',
  pa: 'pulseaudio',
  sdl: 'sdl',
  spice: 'spice',
  wav: 'file',
  dbus: 'dbus',
  pipewire: 'pipewire',
};
