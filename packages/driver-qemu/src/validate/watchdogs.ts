import type { Domain, Watchdog } from '@virtweave/core-conf';
import { boardOf } from '../definition/machine.ts';
import { unsupported } from './refuse.ts';

/** Where each model of watchdog can be (`qemuValidateDomainWatchdogDef`). */
export function validateWatchdog({ model, address }: Watchdog, domain: Domain): void {
  switch (model) {
    case 'i6300esb':
      if (address !== undefined && address.type !== 'pci') {
        throw unsupported(`${model} model of watchdog can go only on PCI bus`);
      }
      return;
    case 'ib700':
      if (address !== undefined) throw unsupported(`${model} model of watchdog does not support configuring the address`);
      return;
    case 'diag288':
      if (domain.os.type.arch !== 's390x') {
        throw unsupported(`${model} model of watchdog is allowed for s390 and s390x only`);
      }
      if (address !== undefined) throw unsupported(`${model} model of watchdog is virtual and cannot go on any bus.`);
      return;
    case 'itco':
      if (boardOf(domain) !== 'q35') throw unsupported(`${model} model of watchdog is part of q35 machines only`);
      if (address !== undefined) throw unsupported(`${model} model of watchdog does not support configuring the address`);
      return;
    default:
  }
}
