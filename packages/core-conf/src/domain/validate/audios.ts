import type { Audio } from '../devices/audio.ts';
import type { Domain } from '../domain.ts';
import { refuse } from './refuse.ts';

/** Every audio backend has a number of its own. */
export function validateAudio(audio: Audio, { devices }: Domain): void {
  if (devices.audios.some((other) => other !== audio && other.id === audio.id)) {
    throw refuse(`audio ID ${audio.id} is used multiple times`);
  }
}

/** Names a backend that is there. */
export function requireAudio(id: number | undefined, { devices }: Domain): void {
  if (id !== undefined && !devices.audios.some((audio) => audio.id === id)) {
    throw refuse(`no audio device with ID ${id}`);
  }
}
