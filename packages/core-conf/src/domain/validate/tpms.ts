import type { Tpm } from '../devices/tpm.ts';
import { refuse } from './refuse.ts';

export function validateTpm({ backend }: Tpm): void {
  if (backend.type === 'emulator') {
    if ((backend.activePcrBanks?.length ?? 0) > 0 && backend.version === '1.2') {
      throw refuse(`<active_pcr_banks/> requires TPM version '2.0'`);
    }
    if (backend.profile !== undefined && backend.version === '1.2') {
      throw refuse(`<profile/> requires TPM version '2.0'`);
    }
  }
  if (backend.type === 'external') {
    const { source } = backend;
    if (source?.type !== undefined && source.type !== 'unix') {
      throw refuse("only source type 'unix' is supported for external TPM device");
    }
    if (source?.path === undefined) throw refuse('missing socket path for external TPM device');
    if (source.mode !== undefined && source.mode !== 'connect') {
      throw refuse("only 'client' mode is supported for external TPM device");
    }
  }
}
