import type { FamilySamples } from './subject.ts';

/** Documents that ask nothing of the machine. */
export const samples: FamilySamples = {
  network: ({ name, uuid }) => `<network>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <bridge name='vw-${name.slice(-8)}' stp='on' delay='0'/>
  <ip address='10.77.0.1' netmask='255.255.255.0'>
  </ip>
</network>`,
  storagePool: ({ name, uuid }) => `<pool type='dir'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <target>
    <path>/${name}</path>
  </target>
</pool>`,
  storageVol: ({ name }) => `<volume>
  <name>${name}</name>
  <capacity unit='MiB'>1</capacity>
</volume>`,
  interface: ({ name, mac }) => `<interface type='ethernet' name='${name}'>
  <start mode='none'/>
  <mac address='${mac}'/>
</interface>`,
  nodeDevice: () => `<device>
  <parent>scsi_host1</parent>
  <capability type='scsi_host'>
    <capability type='fc_host'>
      <wwnn>2000000099991234</wwnn>
      <wwpn>1000000099991234</wwpn>
    </capability>
  </capability>
</device>`,
  secret: ({ name, uuid }) => `<secret ephemeral='no' private='no'>
  <uuid>${uuid}</uuid>
  <usage type='volume'>
    <volume>/${name}</volume>
  </usage>
</secret>`,
};
