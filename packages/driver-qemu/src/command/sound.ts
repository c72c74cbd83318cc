import type { Audio, AudioStream, Sound } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { addZpci } from './controllers.ts';
import { formatJson, type Props } from './json.ts';
import { virtioDriver, virtioProps } from './virtio.ts';
import { defaultAudio } from './graphics.ts';

/** `-audiodev`: where the guest's sound goes. */
export function audios(build: CommandBuilder): void {
  build.devices('audio', build.domain.devices.audios, (audio) => build.add('-audiodev', formatJson(audioProps(audio))));
}

const drivers: Readonly<Record<Audio['type'], string>> = {
  none: 'none',
  alsa: 'alsa',
  coreaudio: 'coreaudio',
  jack: 'jack',
  oss: 'oss',
  pulseaudio: 'pa',
  pipewire: 'pipewire',
  sdl: 'sdl',
  spice: 'spice',
  file: 'wav',
  dbus: 'dbus',
};

function audioProps(audio: Audio): Props {
  const own: Record<string, Props[string]> = {};
  switch (audio.type) {
    case 'oss':
      own['try-mmap'] = audio.tryMMap;
      own['exclusive'] = audio.exclusive;
      own['dsp-policy'] = audio.dspPolicy;
      break;
    case 'pulseaudio':
      own['server'] = audio.serverName;
      break;
    case 'file':
      own['path'] = audio.path;
      break;
    default:
  }
  return {
    id: `audio${audio.id}`,
    driver: drivers[audio.type],
    'timer-period': audio.timerPeriod,
    ...own,
    in: stream(audio, audio.input),
    out: stream(audio, audio.output),
  };
}

function stream(audio: Audio, side: AudioStream | undefined): Props | undefined {
  if (side === undefined) return undefined;
  const props: Props = {
    'mixing-engine': side.mixingEngine,
    'fixed-settings': side.fixedSettings,
    voices: side.voices,
    'buffer-length': side.bufferLength,
    frequency: side.settings?.frequency,
    channels: side.settings?.channels,
    format: side.settings?.format,
    ...own(audio, side),
  };
  return Object.values(props).some((value) => value !== undefined) ? props : undefined;
}

/** What the side of a backend has of its own, with QEMU's names. */
function own(audio: Audio, side: AudioStream): Props {
  const of = side as Readonly<Record<string, string | number | boolean | undefined>>;
  switch (audio.type) {
    case 'alsa':
      return { dev: of['dev'] };
    case 'coreaudio':
    case 'sdl':
      return { 'buffer-count': of['bufferCount'] };
    case 'jack':
      return {
        'server-name': of['serverName'],
        'client-name': of['clientName'],
        'connect-ports': of['connectPorts'],
        'exact-name': of['exactName'],
      };
    case 'oss':
      return { dev: of['dev'], 'buffer-count': of['bufferCount'], 'try-poll': of['tryPoll'] };
    case 'pulseaudio':
    case 'pipewire':
      return { name: of['name'], 'stream-name': of['streamName'], latency: of['latency'] };
    default:
      return {};
  }
}

const soundDrivers: Partial<Record<Sound['model'], string>> = {
  es1370: 'ES1370',
  ac97: 'AC97',
  ich6: 'intel-hda',
  ich9: 'ich9-intel-hda',
  usb: 'usb-audio',
  sb16: 'sb16',
};

/** Sound cards. */
export function sounds(build: CommandBuilder): void {
  build.devices('sound', build.domain.devices.sounds, (sound) => {
    // The speaker is a part of the machine.
    if (sound.model === 'pcspk') return;
    const audiodev = sound.audio?.id ?? defaultAudio(build);
    const backend = audiodev === undefined ? undefined : `audio${audiodev}`;
    const place = addressProps(build.domain, sound);
    addZpci(build, sound);
    if (sound.model === 'virtio') {
      build.device({
        driver: virtioDriver('virtio-sound', sound),
        ...virtioProps(sound.driver),
        id: sound.alias,
        audiodev: backend,
        streams: sound.streams ?? 2,
        ...place,
      });
      return;
    }
    const driver = soundDrivers[sound.model];
    if (driver === undefined) build.unsupported(`sound card model '${sound.model}' is not supported by QEMU`);
    const withCodecs = sound.model === 'ich6' || sound.model === 'ich9';
    build.device({
      driver,
      id: sound.alias,
      multi: sound.model === 'usb' ? sound.multichannel : undefined,
      audiodev: withCodecs ? undefined : backend,
      ...place,
    });
    if (!withCodecs) return;
    const codecs = sound.codecs ?? [];
    for (const [i, codec] of (codecs.length === 0 ? [{ type: 'duplex' as const }] : codecs).entries()) {
      build.device({
        driver: `hda-${codec.type}`,
        id: `${sound.alias}-codec${i}`,
        bus: `${sound.alias}.0`,
        cad: i,
        audiodev: backend,
      });
    }
  });
}

/** What audio libraries read from the environment. */
export function audioEnvironment({ domain, context }: CommandBuilder): [string, string][] {
  const env: [string, string][] = [];
  for (const audio of domain.devices.audios) {
    if (audio.type === 'sdl' && audio.driver !== undefined) env.push(['SDL_AUDIODRIVER', audio.driver]);
    if (audio.type === 'pipewire') {
      const folder = audio.runtimeDir ?? context.daemonEnvironment?.['PIPEWIRE_RUNTIME_DIR'];
      if (folder !== undefined) env.push(['PIPEWIRE_RUNTIME_DIR', folder]);
    }
  }
  return env;
}
