import { expect, test } from '@jest/globals';
import { formatDomain } from '@virtweave/core-conf';
import { parseQemuDefinition } from '../../src/definition/index.ts';

test("elements of QEMU's namespace are written in libvirt's order, however they were given", () => {
  const xml = `
    <domain type='qemu' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>
      <name>a</name>
      <memory>65536</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os>
      <q:capabilities><q:del capability='b'/><q:add capability='a'/></q:capabilities>
      <q:commandline><q:env value='1' name='E'/><!-- first --><q:arg value='-x'/></q:commandline>
    </domain>`;
  const config = { nvramDir: '/nvram', channelTargetDir: '/channel' };
  const written = formatDomain(parseQemuDefinition(xml, { capabilities: undefined, hostArch: 'x86_64', config }));
  expect(written.slice(written.indexOf('  <qemu:'))).toBe(`  <qemu:commandline>
    <qemu:arg value='-x'/>
    <qemu:env name='E' value='1'/>
  </qemu:commandline>
  <qemu:capabilities>
    <qemu:add capability='a'/>
    <qemu:del capability='b'/>
  </qemu:capabilities>
</domain>
`);
});
