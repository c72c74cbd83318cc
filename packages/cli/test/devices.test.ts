import { expect, test } from '@jest/globals';
import { runScript } from './run-script.ts';

const nic = (more: string): string => `<interface type="network">
      <mac address="aa:bb:cc:dd:ee:ff"/>
      <source network="default"/>
      <target dev="testnet0"/>
      <address type="pci" domain="0x0000" bus="0x00" slot="0x01" function="0x0"/>
    ${more}</interface>`;

test.each([
  ['detach-disk test vdz', 'error: No disk found whose source path or target is vdz\n', 1],
  ['detach-interface test network --print-xml', nic(''), 0],
  ['detach-interface test bridge', 'error: No interface found whose type is bridge\nerror: Failed to detach interface\n', 1],
  ['detach-interface test network --mac 11:22:33:44:55:66', 'error: No interface with MAC address 11:22:33:44:55:66 was found\nerror: Failed to detach interface\n', 1],
  ['domif-setlink test testnet0 down --print-xml', nic('<link state="down"/>'), 0],
  ['domif-setlink test testnet0 x', "error: invalid link state 'x'\n", 1],
  ['domif-setlink test nonsense up', "error: interface 'nonsense' not found\n", 1],
  ['change-media test vda --eject', 'error: No disk found whose source path or target is vda\n', 1],
  ['ttyconsole test', '', 1],
  ['vncdisplay test', 'error: Failed to get VNC port. Is this domain using VNC?\n', 1],
  ['domdisplay test --type x', "error: No graphical display with type 'x' found\n", 1],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));
