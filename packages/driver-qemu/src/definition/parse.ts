import { parseDomain, type Domain, type ParseOptions } from '@virtweave/core-conf';
import type { XmlElement } from '@virtweave/core-util/xml';
import { qemuDomainDriver } from './driver.ts';
import type { QemuDefinitionOptions } from './options.ts';

/**
 * Reads a `<domain>` document as the QEMU driver does: implicit devices, controllers and addresses are filled in, and
 * what
 * QEMU cannot run is refused.
 *
 * @throws VirtError as `parseDomain` of core-conf
 */
export function parseQemuDefinition(
  document: string | XmlElement,
  options: QemuDefinitionOptions & Omit<ParseOptions, 'driver'>,
): Domain {
  return parseDomain(document, { ...options, driver: qemuDomainDriver(options) });
}
