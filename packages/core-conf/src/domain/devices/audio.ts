import { oneOf, str, uint, yesNo } from '../../table/codec.ts';
import { attr, attrRequired, type Field, type Required } from '../../table/field.ts';
import { child, union, unionList } from '../../table/child.ts';
import { table, type Fields } from '../../table/table.ts';

/** `<audio>`: where the guest's sound goes on the host. */
export type Audio =
  | AudioBase<'none', object>
  | AudioBase<'alsa', { dev?: string }>
  | AudioBase<'coreaudio', { bufferCount?: number }>
  | AudioBase<'jack', { serverName?: string; clientName?: string; connectPorts?: string; exactName?: boolean }>
  | (AudioBase<'oss', { dev?: string; bufferCount?: number; tryPoll?: boolean }> & {
      tryMMap?: boolean;
      exclusive?: boolean;
      dspPolicy?: number;
    })
  | (AudioBase<'pulseaudio', { name?: string; streamName?: string; latency?: number }> & { serverName?: string })
  | (AudioBase<'pipewire', { name?: string; streamName?: string; latency?: number }> & { runtimeDir?: string })
  | (AudioBase<'sdl', { bufferCount?: number }> & { driver?: SdlAudioDriver })
  | AudioBase<'spice', object>
  | (AudioBase<'file', object> & { path?: string })
  | AudioBase<'dbus', object>;

export type AudioType = Audio['type'];
export type SdlAudioDriver = 'esd' | 'alsa' | 'arts' | 'pulseaudio';

interface AudioBase<T extends string, Extra> {
  type: T;
  id: number;
  /** Microseconds between two looks at the backend. */
  timerPeriod?: number;
  input?: AudioStream & Extra;
  output?: AudioStream & Extra;
}

export interface AudioStream {
  mixingEngine?: boolean;
  fixedSettings?: boolean;
  voices?: number;
  /** Microseconds. */
  bufferLength?: number;
  settings?: { frequency?: number; channels?: number; format?: AudioFormat };
}

export type AudioFormat = 's8' | 'u8' | 's16' | 'u16' | 's32' | 'u32' | 'f32';

const stream: Fields<AudioStream> = {
  mixingEngine: attr('mixingEngine', yesNo),
  fixedSettings: attr('fixedSettings', yesNo),
  voices: attr('voices', uint),
  bufferLength: attr('bufferLength', uint),
  settings: child(
    'settings',
    table<NonNullable<AudioStream['settings']>>(() => ({
      frequency: attr('frequency', uint),
      channels: attr('channels', uint),
      format: attr('format', oneOf('s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32')),
    })),
  ),
};

function streams<E extends object>(extra: Fields<E>): { input: Field<AudioStream & E>; output: Field<AudioStream & E> } {
  const { settings, ...attributes } = stream;
  const of = table({ ...attributes, ...extra, settings } as unknown as Fields<AudioStream & E>);
  return { input: child('input', of), output: child('output', of) };
}

const head = { id: attrRequired('id', uint), timerPeriod: attr('timerPeriod', uint) };
const plain = { ...head, ...streams<object>({}) };
const pulse: Fields<{ name?: string; streamName?: string; latency?: number }> = {
  name: attr('name', str),
  streamName: attr('streamName', str),
  latency: attr('latency', uint),
};
const counted: Fields<{ bufferCount?: number }> = { bufferCount: attr('bufferCount', uint) };

const cases: Required<Audio> = union<Audio>('type', () => ({
  none: plain,
  spice: plain,
  dbus: plain,
  alsa: { ...head, ...streams<{ dev?: string }>({ dev: attr('dev', str) }) },
  coreaudio: { ...head, ...streams(counted) },
  jack: {
    ...head,
    ...streams<{ serverName?: string; clientName?: string; connectPorts?: string; exactName?: boolean }>({
      serverName: attr('serverName', str),
      clientName: attr('clientName', str),
      connectPorts: attr('connectPorts', str),
      exactName: attr('exactName', yesNo),
    }),
  },
  oss: {
    ...head,
    tryMMap: attr('tryMMap', yesNo),
    exclusive: attr('exclusive', yesNo),
    dspPolicy: attr('dspPolicy', uint),
    ...streams<{ dev?: string; bufferCount?: number; tryPoll?: boolean }>({
      dev: attr('dev', str),
      bufferCount: attr('bufferCount', uint),
      tryPoll: attr('tryPoll', yesNo),
    }),
  },
  pulseaudio: { ...head, serverName: attr('serverName', str), ...streams(pulse) },
  pipewire: { ...head, runtimeDir: attr('runtimeDir', str), ...streams(pulse) },
  sdl: { ...head, driver: attr('driver', oneOf('esd', 'alsa', 'arts', 'pulseaudio')), ...streams(counted) },
  file: { ...head, path: attr('path', str), ...streams<object>({}) },
}));

/** `<audio>`, all of them, the id in front of the type. */
export const audios: Required<Audio[]> = unionList('audio', cases, { writeAttributes: writeIdFirst });

function writeIdFirst(...[value, out, owner]: Parameters<NonNullable<Required<Audio>['writeAttributes']>>): void {
  out.xml.attr('id', String(value.id));
  cases.writeAttributes?.({ ...value, id: undefined } as unknown as Audio, out, owner);
}

