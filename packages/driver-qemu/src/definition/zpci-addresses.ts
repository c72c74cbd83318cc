import { VirtError } from '@virtweave/core-util';
import { eachDevice, type Address, type Domain, type PciAddress } from '@virtweave/core-conf';
import { deviceConnect } from './pci-connect.ts';
import type { DefinitionContext } from './options.ts';

/** s390: every PCI function has a number of its own for the guest and one for the host (`virDomainZPCIAddress`). */
export function assignZpciAddresses(domain: Domain, context: DefinitionContext): void {
  if (domain.os.type.arch !== 's390x' || !context.has('zpci')) return;
  const uids = new Set<number>();
  const fids = new Set<number>();
  const functions: PciAddress[] = [];
  eachDevice(domain.devices, (item) => {
    const { address } = item.device as { address?: Address };
    if (address?.type !== 'pci' || deviceConnect(item, domain, context) === 0) return;
    functions.push(address);
  });
  // Those that the document gives a part of come first: what they lack they take before the next one is looked at.
  functions.sort((a, b) => Number(a.zpci === undefined) - Number(b.zpci === undefined));
  for (const address of functions) {
    const zpci = (address.zpci ??= {});
    zpci.uid = take(uids, 'uid', zpci.uid, 1);
    zpci.fid = take(fids, 'fid', zpci.fid, 0);
  }
}

/** libvirt writes the number in octal. */
function take(taken: Set<number>, name: string, number: number | undefined, first: number): number {
  if (number === undefined) return lowest(taken, first);
  if (taken.has(number)) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `zPCI ${name} ${number.toString(8)} is already reserved`, {
      domain: 'VIR_FROM_DOMAIN',
    });
  }
  taken.add(number);
  return number;
}

function lowest(taken: Set<number>, first: number): number {
  let number = first;
  while (taken.has(number)) number += 1;
  taken.add(number);
  return number;
}
