import type { NodeDevice } from '@virtweave/core-conf';

/** The devices of `test:///default`: the machine, two Fibre Channel hosts, a virtual one below the first. */
export const defaultDevices: readonly NodeDevice[] = [
  {
    name: 'computer',
    capabilities: [
      {
        type: 'system',
        hardware: {
          vendor: 'Libvirt',
          version: 'Test driver',
          serial: '123456',
          uuid: '11111111-2222-3333-4444-555555555555',
        },
        firmware: { vendor: 'Libvirt', version: 'Test Driver', releaseDate: '01/22/2007' },
      },
    ],
  },
  fibreChannelHost({ number: 1, uniqueId: 0, wwn: '12341234', fabric: '43214321' }),
  fibreChannelHost({ number: 2, uniqueId: 1, wwn: '56785678', fabric: '87658765' }),
  virtualHost('scsi_host11', 'scsi_host1', { wwnn: '2000000034563456', wwpn: '1000000034563456' }),
];

/** A virtual Fibre Channel host, as libvirt's test driver pretends each. */
export function virtualHost(name: string, parent: string, wwns: { readonly wwnn: string; readonly wwpn: string }): NodeDevice {
  const fcHost = { ...wwns, fabricWwn: '2000000043214321' };
  return { name, parent: { name: parent }, capabilities: [{ type: 'scsi_host', host: 11, uniqueId: 10, fcHost }] };
}

interface FibreChannelHost {
  readonly number: number;
  readonly uniqueId: number;
  /** What both world wide names end with. */
  readonly wwn: string;
  readonly fabric: string;
}

function fibreChannelHost({ number, uniqueId, wwn, fabric }: FibreChannelHost): NodeDevice {
  const fcHost = { wwnn: `20000000${wwn}`, wwpn: `10000000${wwn}`, fabricWwn: `20000000${fabric}` };
  return {
    name: `scsi_host${number}`,
    parent: { name: 'computer' },
    capabilities: [{ type: 'scsi_host', host: number, uniqueId, fcHost, vportOps: { maxVports: 0, vports: 0 } }],
  };
}
