import type { Address, PciAddress } from '@virtweave/core-conf';

/** Is a PCI address to be found for the device? An address that names no bus and no slot does not count as one. */
export function wantsPciAddress({ address }: { readonly address?: Address }): boolean {
  return address === undefined || (address.type === 'pci' && !hasPlace(address));
}

/** The place that a document gives the device; undefined when it gives none. */
export function pciPlaceOf(address: Address | undefined): { bus: number; slot: number; function: number } | undefined {
  if (address?.type !== 'pci' || !hasPlace(address)) return undefined;
  return { bus: address.bus ?? 0, slot: address.slot ?? 0, function: address.function ?? 0 };
}

function hasPlace({ domain = 0, bus = 0, slot = 0 }: PciAddress): boolean {
  return domain !== 0 || bus !== 0 || slot !== 0;
}

/** Numbers of a place that the document leaves out are 0. */
export function completePciPlace(address: Address): void {
  if (address.type !== 'pci') return;
  address.domain ??= 0;
  address.bus ??= 0;
  address.slot ??= 0;
  address.function ??= 0;
}

/** Writes down the place that was found. */
export function setPciPlace(
  device: { address?: Address },
  place: { readonly bus: number; readonly slot: number; readonly function: number },
  multifunction?: boolean,
): void {
  const { address } = device;
  const known = address?.type === 'pci' ? address : undefined;
  const multi = multifunction ?? known?.multifunction;
  device.address = {
    type: 'pci',
    domain: 0,
    bus: place.bus,
    slot: place.slot,
    function: place.function,
    ...(multi === undefined ? {} : { multifunction: multi }),
    ...(known?.zpci === undefined ? {} : { zpci: known.zpci }),
  };
}
