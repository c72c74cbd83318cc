import type { Domain, Tpm } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';

/** Model and version of a TPM (`qemuDomainTPMDefPostParse`). */
export function completeTpm(tpm: Tpm, domain: Domain): void {
  tpm.model ??= boardOf(domain) === 'pseries' ? 'tpm-spapr' : 'tpm-tis';
  if (tpm.backend.type !== 'emulator' || tpm.backend.version !== undefined) return;
  tpm.backend.version = tpm.model === 'tpm-tis' && isX86(domain.os.type.arch ?? '') ? '1.2' : '2.0';
}
