import type { Audio, AudioType, Domain } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** A guest whose document names no audio backend has one that fits its screen (`qemuDomainDefaultAudio`). */
export function addImplicitAudio({ devices }: Domain, context: DefinitionContext): void {
  if (devices.audios.length > 0) return;
  devices.audios.push(defaultAudio(devices.graphics[0]?.type, context));
}

function defaultAudio(graphics: string | undefined, { config, env }: DefinitionContext): Audio {
  const plain = (type: AudioType): Audio => ({ type, id: 1 }) as Audio;
  switch (graphics) {
    case 'spice':
      return plain('spice');
    case 'dbus':
      return plain('dbus');
    case 'sdl':
    case 'vnc':
    case undefined: {
      const allowed = graphics === 'sdl' || (graphics === 'vnc' ? config.vncAllowHostAudio : config.nogfxAllowHostAudio) === true;
      const chosen = allowed ? env?.['QEMU_AUDIO_DRV'] : undefined;
      const type = chosen === undefined ? undefined : backends[chosen];
      if (type === 'sdl') {
        const driver = env?.['SDL_AUDIODRIVER'];
        return { type, id: 1, ...(driver === undefined ? {} : { driver: (driver === 'pulse' ? 'pulseaudio' : driver) as never }) };
      }
      if (type !== undefined) return plain(type);
      return plain(graphics === 'sdl' ? 'sdl' : 'none');
    }
    default:
      return plain('none');
  }
}

/** Words of `QEMU_AUDIO_DRV`. */
const backends: { readonly [name: string]: AudioType } = {
  none: 'none', alsa: 'alsa', coreaudio: 'coreaudio', jack: 'jack', oss: 'oss', pa: 'pulseaudio', sdl: 'sdl', spice: 'spice',
  wav: 'file', dbus: 'dbus', pipewire: 'pipewire',
};
