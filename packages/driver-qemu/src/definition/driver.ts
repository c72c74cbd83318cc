import type { DomainDriver } from '@virtweave/core-conf';
import { addImplicitAudio } from './audios.ts';
import { assignAddresses } from './addresses.ts';
import { completeMemory } from './memory.ts';
import { completeNuma } from './numa.ts';
import { completeCpu } from './cpu.ts';
import { completeQemuDevice } from './devices.ts';
import { completeExtensions } from './extensions.ts';
import { completeFeatures } from './features.ts';
import { addImplicitDevices, addImplicitInputs } from './implicit-devices.ts';
import { completeFirmware } from './firmware.ts';
import { completeIommu } from './iommu.ts';
import { definitionContext, type QemuDefinitionOptions } from './options.ts';
import { prepareDomain } from './prepare.ts';
import { completeSeclabels } from './seclabels.ts';
import { addImplicitVideo } from './videos.ts';
import { validateQemuDevice, validateQemuDomain } from '../validate/index.ts';

/**
 * What QEMU guests add to the rules for definitions: default devices, controllers and addresses, so that a guest keeps its
 * hardware (`virQEMUDriverDomainDefParserConfig`). Pure: everything that it needs to know is in the options.
 */
export function qemuDomainDriver(options: QemuDefinitionOptions): DomainDriver {
  const context = definitionContext(options);
  return {
    wideScsi: true,
    prepare: (domain) => prepareDomain(domain, context),
    complete(domain) {
      completeFirmware(domain, context);
      completeSeclabels(domain, context);
      addImplicitVideo(domain);
      addImplicitDevices(domain, context);
      completeIommu(domain, context);
      completeFeatures(domain, context);
      addImplicitInputs(domain);
      addImplicitAudio(domain, context);
      completeCpu(domain, context);
      completeMemory(domain, context);
      completeNuma(domain);
      completeExtensions(domain);
    },
    completeDevice: (device, domain, { inactive }) => completeQemuDevice(device, domain, context, inactive),
    assignAddresses: (domain) => assignAddresses(domain, context),
    validate: (domain) => validateQemuDomain(domain, context),
    validateDevice: (device, domain) => validateQemuDevice(device, domain, context),
  };
}
