import { VirtError, errorDomains, type ErrorDomain } from '@virtweave/core-util/errors';

/** By the public function: the first that fits. */
const domains: readonly (readonly [RegExp, ErrorDomain])[] = [
  [/^virDomain(Qemu|Lxc)/, 'VIR_FROM_NONE'],
  [/^virDomain\w*Snapshot/, 'VIR_FROM_DOMAIN_SNAPSHOT'],
  [/^virDomain\w*Checkpoint/, 'VIR_FROM_DOMAIN_CHECKPOINT'],
  [/^vir\w*Storage(Pool|Vol)/, 'VIR_FROM_STORAGE'],
  [/^vir\w*NodeDevice/, 'VIR_FROM_NODEDEV'],
  [/^vir\w*NWFilter/, 'VIR_FROM_NWFILTER'],
  [/^vir\w*Network/, 'VIR_FROM_NETWORK'],
  [/^vir\w*Interface/, 'VIR_FROM_INTERFACE'],
  [/^vir\w*Secret/, 'VIR_FROM_SECRET'],
];

/** Who raises the errors of a public function. */
export function publicDomain(fn: string): ErrorDomain {
  return domains.find(([pattern]) => pattern.test(fn))?.[1] ?? 'VIR_FROM_DOMAIN';
}

/** Who raises the errors of a driver, by its name. */
export function driverDomain(driver: string): ErrorDomain {
  const name = `VIR_FROM_${driver.toUpperCase()}`;
  return Object.hasOwn(errorDomains, name) ? (name as ErrorDomain) : 'VIR_FROM_NONE';
}

/** A wrong argument of a function: libvirt words these errors itself, and names both beside. */
export function invalid(detail: string, domain: ErrorDomain, fn: string, argument: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain, bare: true, str1: fn, str2: argument, int1: 0, int2: 0 });
}
