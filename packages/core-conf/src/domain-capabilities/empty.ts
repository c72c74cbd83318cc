import type { VirtType } from '../domain/virt-type.ts';
import type { DomainCapabilities } from './capabilities.ts';

/** Which guests are asked about. */
export interface GuestKind {
  /** Path of the emulator. */
  readonly path?: string;
  readonly domain: VirtType;
  readonly machine?: string;
  readonly arch: string;
}

/** Capabilities of which nothing is known yet: what every driver begins with (`virDomainCapsNew`). */
export function emptyDomainCapabilities({ path, domain, machine, arch }: GuestKind): DomainCapabilities {
  return {
    ...(path !== undefined && { path }),
    domain,
    ...(machine !== undefined && { machine }),
    arch,
    cpu: {
      hostPassthrough: { supported: false },
      maximum: { supported: false },
      hostModel: { supported: false },
      custom: { supported: false },
    },
    devices: {},
    features: { sev: { supported: false }, sgx: { supported: false } },
  };
}
