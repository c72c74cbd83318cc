import type { Domain, Redirdev, Rng, Shmem, Smartcard, Sound } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { boardOf } from '../definition/machine.ts';
import { validateSource } from './chardevs.ts';
import { unsupported, wrong } from './refuse.ts';

export function validateRng({ backend }: Rng, domain: Domain, context: DefinitionContext): void {
  const flag = `rng-${backend.type}`;
  if (!context.has(flag)) throw unsupported(`this qemu doesn't support the ${flag} backend`);
  if (backend.type === 'egd') validateSource(backend.source, domain, context);
}

export function validateSmartcard(smartcard: Smartcard, domain: Domain, context: DefinitionContext): void {
  const { address } = smartcard;
  const first = address?.type !== 'ccid' || (address.controller === 0 && address.slot === 0);
  if (domain.devices.smartcards.length > 1 || !first) throw unsupported('this QEMU binary lacks multiple smartcard support');
  if (smartcard.type === 'passthrough') {
    if (!context.has('ccid-passthru')) throw unsupported('this QEMU binary lacks smartcard passthrough mode support');
    validateSource(smartcard.source, domain, context);
  } else if (!context.has('ccid-emulated')) {
    throw unsupported('this QEMU binary lacks smartcard host mode support');
  }
}

export function validateRedirdev({ source }: Redirdev, domain: Domain, context: DefinitionContext): void {
  validateSource(source, domain, context);
  if (!context.has('usb-redir')) throw unsupported('USB redirection is not supported by this version of QEMU');
}

export function validateShmem({ model = 'ivshmem', size, server, msi }: Shmem, { has }: DefinitionContext): void {
  if (msi !== undefined && server === undefined) throw wrong('msi option is only supported with a server');
  if (model === 'ivshmem') {
    throw unsupported('ivshmem device is not supported with this QEMU binary');
  }
  if (!has(model)) throw unsupported(`shmem model '${model}' is not supported by this QEMU binary`);
  if (model === 'ivshmem-plain') {
    if (server !== undefined) throw unsupported(`shmem model '${model}' is supported only with server option disabled`);
    if (msi !== undefined) throw unsupported(`shmem model '${model}' doesn't support msi`);
  } else {
    if (server === undefined) throw unsupported(`shmem model '${model}' is supported only with server option enabled`);
    if (size !== undefined && size !== 0) throw unsupported(`shmem model '${model}' does not support size setting`);
  }
}

export function validateSound({ model }: Sound, { has }: DefinitionContext): void {
  if (model === 'usb' && !has('usb-audio')) {
    throw unsupported('usb-audio controller is not supported by this QEMU binary');
  }
  if (model === 'ich9' && !has('ich9-intel-hda')) {
    throw unsupported('The ich9-intel-hda audio controller is not supported in this QEMU binary');
  }
  if (model === 'ich7') throw unsupported(`sound card model '${model}' is not supported by qemu`);
}

/** The store of settings that POWER machines have. */
export function validateNvram(domain: Domain): void {
  if (boardOf(domain) !== 'pseries') throw unsupported('nvram device is only supported for PPC64');
}
