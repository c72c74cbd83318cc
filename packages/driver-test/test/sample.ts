/** A guest that the test driver runs. */
export function sample({ name, uuid }: { readonly name: string; readonly uuid: string }): string {
  const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<domain type='test'>
  <name>${escaped}</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>64</memory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/guest.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
  </devices>
</domain>
`;
}
