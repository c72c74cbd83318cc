import { VirtError } from '@virtweave/core-util';
import { eachDevice, type Address, type Device, type Domain } from '@virtweave/core-conf';

/** Where the numbers of each kind of virtual I/O device begin. */
const first = { vlan: 0x1000, vscsi: 0x2000, vty: 0x30000000, nvram: 0x3000, tpm: 0x4000 } as const;

/** POWER: addresses of the virtual I/O devices (`qemuDomainAssignSpaprVIOAddresses`). */
export function assignSpaprAddresses(domain: Domain): void {
  const taken = new Set<bigint>();
  eachDevice(domain.devices, (item) => {
    const { address } = item.device as { address?: Address };
    if (item.kind === 'consoles' || address?.type !== 'spapr-vio' || address.reg === undefined) return;
    const reg = BigInt(address.reg);
    if (taken.has(reg)) {
      throw new VirtError('VIR_ERR_XML_ERROR', `spapr-vio address 0x${reg.toString(16)} already in use`, {
        domain: 'VIR_FROM_DOMAIN',
      });
    }
    taken.add(reg);
  });
  const place = (item: Device, start: number): void => {
    const device = item.device as { address?: Address };
    if (device.address !== undefined && device.address.type !== 'spapr-vio') return;
    if (device.address?.reg !== undefined) return;
    let reg = BigInt(start);
    while (taken.has(reg)) reg += 0x1000n;
    taken.add(reg);
    device.address = { type: 'spapr-vio', reg: Number(reg) };
  };
  const items: Device[] = [];
  eachDevice(domain.devices, (item) => items.push(item));
  for (const item of items)
    if (item.kind === 'interfaces' && item.device.model === 'spapr-vlan') place(item, first.vlan);
  for (const item of items) {
    if (item.kind === 'controllers' && item.device.type === 'scsi' && item.device.model === 'ibmvscsi')
      place(item, first.vscsi);
  }
  for (const item of items)
    if (item.kind === 'serials' && item.device.target.type === 'spapr-vio-serial') place(item, first.vty);
  for (const item of items) if (item.kind === 'tpms' && item.device.model === 'tpm-spapr') place(item, first.tpm);
  for (const item of items) if (item.kind === 'nvram') place(item, first.nvram);
}
