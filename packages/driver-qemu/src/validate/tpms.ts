import type { Domain, Tpm } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

/** One TPM, and one way to that of the host (`qemuValidateDomainDefTPMs`). */
export function validateTpms({ devices }: Domain): void {
  const proxies = devices.tpms.filter(({ model }) => model === 'spapr-tpm-proxy').length;
  if (proxies > 1) throw unsupported('only a single TPM Proxy device is supported');
  if (devices.tpms.length - proxies > 1) throw unsupported('only a single TPM non-proxy device is supported');
}

const models: { readonly [model: string]: string } = {
  'tpm-tis': 'tpm-tis',
  'tpm-crb': 'tpm-crb',
  'tpm-spapr': 'tpm-spapr',
  'spapr-tpm-proxy': 'spapr-tpm-proxy',
};

/** `qemuValidateDomainDeviceDefTPM`. */
export function validateTpm({ model, backend }: Tpm, { os, devices }: Domain, { has, capabilities }: DefinitionContext): void {
  const emulator = devices.emulator ?? capabilities?.emulator ?? '';
  const arch = os.type.arch ?? '';
  if (backend.type === 'emulator' && backend.version === '1.2') {
    if (model === 'tpm-crb') throw unsupported("Unsupported interface 'tpm-crb' for TPM 1.2");
    if (model === 'tpm-spapr') throw unsupported('TPM 1.2 is not supported with the SPAPR device model');
    if (!isX86(arch)) throw unsupported(`TPM 1.2 is not supported on architecture '${arch}'`);
  }
  if (backend.type === 'passthrough' && !has('tpm-passthrough')) {
    throw unsupported(`The QEMU executable ${emulator} does not support TPM backend type passthrough`);
  }
  if (backend.type !== 'passthrough' && !has('tpm-emulator')) {
    throw unsupported(`The QEMU executable ${emulator} does not support TPM backend type ${backend.type}`);
  }
  if (model === 'spapr-tpm-proxy' && backend.type !== 'passthrough') {
    throw unsupported(`TPM Proxy model ${model} requires 'Passthrough' backend`);
  }
  const flag = models[model ?? ''];
  const present = flag !== undefined && (has(flag) || (model === 'tpm-tis' && has('tpm-tis-device')));
  if (!present) throw unsupported(`The QEMU executable ${emulator} does not support TPM model ${model}`);
}
