import type { DomainDriver } from '../complete/context.ts';
import { eachDevice } from '../complete/devices.ts';
import type { Domain } from '../domain.ts';
import { validateChardevs } from './chardevs.ts';
import { validateCputune } from './cputune.ts';
import { validateDuplicates } from './duplicates.ts';
import { validateGraphics } from './graphics.ts';
import { validateIdentity } from './identity.ts';
import { validateMemory } from './memory.ts';
import { validateVcpus } from './vcpus.ts';

/**
 * Refuses definitions that contradict themselves, or that the driver cannot run (`virDomainDefValidate`).
 *
 * @throws VirtError with libvirt's code and words
 */
export function validateDomain(domain: Domain, driver: DomainDriver = {}): void {
  validateIdentity(domain);
  validateMemory(domain);
  validateVcpus(domain);
  validateCputune(domain);
  validateDuplicates(domain);
  validateChardevs(domain);
  validateGraphics(domain);
  driver.validate?.(domain);
  const { validateDevice } = driver;
  if (validateDevice !== undefined) eachDevice(domain.devices, (device) => validateDevice(device, domain));
}
