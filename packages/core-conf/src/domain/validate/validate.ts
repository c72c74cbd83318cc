import type { DomainDriver } from '../complete/context.ts';
import { eachDevice } from '../complete/devices.ts';
import type { Domain } from '../domain.ts';
import { validateCputune } from './cputune.ts';
import { validateOneDevice } from './devices.ts';
import { validateDuplicates, validateNumbers } from './duplicates.ts';
import { validateHugepages } from './hugepages.ts';
import { validateIdentity } from './identity.ts';
import { validateMemory } from './memory.ts';
import { validateBoot } from './os.ts';
import { validateTunables } from './tunables.ts';
import { validateVcpus } from './vcpus.ts';
import { validateRedirdevs } from './usb.ts';
import { validatePrimaryVideo } from './videos.ts';
import { validateVgpus } from './vgpus.ts';

/**
 * Refuses definitions that contradict themselves, or that the driver cannot run (`virDomainDefValidate`).
 *
 * @throws VirtError with libvirt's code and words
 */
export function validateDomain(domain: Domain, driver: DomainDriver = {}): void {
  validateIdentity(domain);
  validateMemory(domain);
  validateVcpus(domain);
  validateNumbers(domain);
  validateRedirdevs(domain);
  driver.validate?.(domain);
  eachDevice(domain.devices, (device) => {
    validateOneDevice(device, domain);
    driver.validateDevice?.(device, domain);
  });
  validateDuplicates(domain);
  validatePrimaryVideo(domain);
  validateVgpus(domain);
  validateTunables(domain);
  validateHugepages(domain);
  validateCputune(domain);
  validateBoot(domain);
}
