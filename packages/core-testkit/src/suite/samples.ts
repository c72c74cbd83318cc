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
  networkPort: ({ name, uuid }) => `<networkport>
  <uuid>${uuid}</uuid>
  <owner>
    <name>${name}</name>
    <uuid>6d0d2f5c-3c3b-4a0e-9a4e-1f5ad3a5a001</uuid>
  </owner>
  <mac address='52:54:00:00:77:01'/>
</networkport>`,
  nwfilter: ({ name, uuid }) => `<filter name='${name}' chain='root'>
  <uuid>${uuid}</uuid>
  <rule action='drop' direction='out' priority='500'>
    <mac match='no' srcmacaddr='$MAC'/>
  </rule>
</filter>`,
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
