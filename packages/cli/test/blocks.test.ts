import { expect, test } from '@jest/globals';
import { runScript } from './run-script.ts';

test.each([
  ['attach-interface test nope br0', "error: No support for nope in command 'attach-interface'\n", 1],
  [
    'attach-interface test bridge br0 --print-xml --mac aa:aa:aa:aa:aa:aa --model virtio --target t0 --inbound 1,2,3',
    `<interface type='bridge'>
  <source bridge='br0'/>
  <target dev='t0'/>
  <mac address='aa:aa:aa:aa:aa:aa'/>
  <model type='virtio'/>
  <bandwidth>
    <inbound average='1' peak='2' burst='3'/>
  </bandwidth>
</interface>
`,
    0,
  ],
  [
    'attach-interface test hostdev 0000:00:01.0 --managed --print-xml',
    `<interface type='hostdev' managed='yes'>
  <source>
    <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>
  </source>
</interface>
`,
    0,
  ],
  ['domxml-to-native qemu-argv', 'error: need either domain or domain XML\n', 1],
  ['qemu-agent-command test --timeout -1 x', 'error: timeout must be positive\n', 1],
  ['blockresize test vda x', "error: Scaled numeric value 'x' for <size> option is malformed or out of range\n", 1],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));
