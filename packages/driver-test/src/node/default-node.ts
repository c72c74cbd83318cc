import type { NodeInfo } from '@virtweave/core-api';
import { DomainRunningReason, DomainState } from '@virtweave/core-api/constants';
import { parseDefinition } from '../documents.ts';
import { TestNode, type Cell } from './test-node.ts';

/** What a host is when nobody says otherwise. */
export const defaultInfo: NodeInfo = {
  model: 'i686',
  memory: 3145728n,
  cpus: 16,
  mhz: 1400,
  nodes: 2,
  sockets: 2,
  cores: 2,
  threads: 2,
};

/** The two cells of `test:///default`. */
const cells: readonly Cell[] = [
  { memory: 2097152, pageSize: 4, cpus: [0, 1, 2, 3, 4, 5, 6, 7] },
  { memory: 4194304, pageSize: 8, cpus: [8, 9, 10, 11, 12, 13, 14, 15] },
];

const domainXml = `<domain type='test'>
  <name>test</name>
  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <memory unit='KiB'>8388608</memory>
  <currentMemory unit='KiB'>2097152</currentMemory>
  <vcpu placement='static'>2</vcpu>
  <os>
    <type arch='i686'>hvm</type>
    <boot dev='hd'/>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/guest/diskimage1'/>
      <target dev='vda' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
    </disk>
    <interface type='network'>
      <mac address='aa:bb:cc:dd:ee:ff'/>
      <source network='default'/>
      <target dev='testnet0'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>
    </interface>
    <memballoon model='virtio'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
    </memballoon>
  </devices>
</domain>
`;

/** libvirt's built-in node, with its one running guest. */
export function makeDefaultNode(): TestNode {
  const node = new TestNode(defaultInfo, cells, true);
  const { domain } = node.define(parseDefinition(domainXml));
  node.start(domain);
  domain.setState(DomainState.VIR_DOMAIN_RUNNING, DomainRunningReason.VIR_DOMAIN_RUNNING_UNKNOWN);
  return node;
}
