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
    reserve(uids, 'uid', address.zpci?.uid);
    reserve(fids, 'fid', address.zpci?.fid);
  });
  // Those that the document gives a part of come first.
  functions.sort((a, b) => Number(a.zpci === undefined) - Number(b.zpci === undefined));
  for (const address of functions) {
    const zpci = (address.zpci ??= {});
    if (zpci.uid === undefined) zpci.uid = lowest(uids, 1);
    zpci.fid ??= lowest(fids, 0);
  }
}

/** libvirt writes the number in octal. */
function reserve(taken: Set<number>, name: string, number: number | undefined): void {
  if (number === undefined) return;
  if (taken.has(number)) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `zPCI ${name} ${number.toString(8)} is already reserved`, {
      domain: 'VIR_FROM_DOMAIN',
    });
  }
  taken.add(number);
}

function lowest(taken: Set<number>, first: number): number {
  let number = first;
  while (taken.has(number)) number += 1;
  taken.add(number);
  return number;
}
