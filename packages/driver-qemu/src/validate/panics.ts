import type { Domain } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { boardOf } from '../definition/machine.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

/** Each model belongs to one kind of machine (`qemuValidateDomainDefPanic`). */
export function validatePanics(domain: Domain, { has }: DefinitionContext): void {
  const arch = domain.os.type.arch ?? '';
  for (const { model, address } of domain.devices.panics) {
    const noAddress = (): void => {
      if (address !== undefined) throw unsupported(`setting the panic device address is not supported for model '${model}'`);
    };
    switch (model) {
      case undefined:
        throw unsupported('no panic model provided, and no default for the architecture and machine type');
      case 's390':
        if (arch !== 's390x') throw unsupported("only S390 guests support panic device of model 's390'");
        noAddress();
        break;
      case 'hyperv':
        if (!isX86(arch)) {
          throw unsupported("only i686 and x86_64 guests support panic device of model 'hyperv'");
        }
        noAddress();
        break;
      case 'pseries':
        if (boardOf(domain) !== 'pseries') {
          throw unsupported("only pSeries guests support panic device of model 'pseries'");
        }
        noAddress();
        break;
      case 'isa':
        if (!has('pvpanic')) throw unsupported('the QEMU binary does not support the ISA panic device');
        if (address !== undefined && address.type !== 'isa') {
          throw unsupported('panic is supported only with ISA address type');
        }
        break;
      case 'pvpanic':
        if (!has('pvpanic-pci')) throw unsupported('the QEMU binary does not support the PCI pvpanic device');
        if (address !== undefined && address.type !== 'pci') {
          throw unsupported('pvpanic is supported only with PCI address type');
        }
        break;
      default:
    }
  }
}
