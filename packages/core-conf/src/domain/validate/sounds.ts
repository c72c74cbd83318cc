import type { Sound } from '../devices/sound.ts';
import type { Domain } from '../domain.ts';
import { requireAudio } from './audios.ts';

export function validateSound({ audio }: Sound, domain: Domain): void {
  requireAudio(audio?.id, domain);
}
