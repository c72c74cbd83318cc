import { describe, expect, test } from '@jest/globals';
import { readDomain, type Domain } from '@virtweave/core-conf';
import type { QemuArgument, QemuCommand } from '../../src/command/index.ts';
import { explainCommand, findRefusal, refusalText } from '../../src/explain/index.ts';

const domain: Domain = readDomain(`<domain type='qemu'><name>web</name><os><type>hvm</type></os><devices>
  <disk type='file'><source file='/a.img'/><target dev='vda' bus='virtio'/></disk>
  <interface type='user'><mac address='52:54:00:00:00:01'/></interface>
  <controller type='usb' index='0' model='qemu-xhci'/></devices></domain>`);

const disk = '/domain/devices/disk[1]';
const explained: QemuArgument[] = [
  { option: '-S', part: '/domain' },
  { option: '-machine', value: 'pc-9', part: '/domain/os/type' },
  { option: '-cpu', value: 'Dream', part: '/domain/cpu' },
  { option: '-blockdev', value: '{"driver":"file","filename":"/a.img"}', part: disk },
  { option: '-device', value: '{"driver":"virtio-blk-pci","id":"virtio-disk0"}', part: disk },
  { option: '-netdev', value: '{"type":"user","id":"hostnet0"}', part: '/domain/devices/interface[1]' },
  { option: '-device', part: '/domain/qemu:commandline' },
  { option: 'bogus', part: '/domain/qemu:commandline' },
];
const command = { program: '/usr/bin/qemu', explained } as unknown as QemuCommand;

test('a table says for each argument what it is for and who wants it', () => {
  expect(String(explainCommand(command, domain)).split('\n').map((line) => line.trimEnd())).toEqual([
    '/usr/bin/qemu',
    '',
    'for                             document                      argument',
    'nothing runs before all is set                                -S',
    'machine                         /domain/os/type               -machine pc-9',
    'CPU model                       /domain/cpu                   -cpu Dream',
    'disk vda (/a.img)               /domain/devices/disk[1]       -blockdev {"driver":"file","filename":"/a.img"}',
    `${' '.repeat(62)}-device {"driver":"virtio-blk-pci","id":"virtio-disk0"}`,
    'interface 52:54:00:00:00:01     /domain/devices/interface[1]  -netdev {"type":"user","id":"hostnet0"}',
    'your own argument               /domain/qemu:commandline      -device bogus',
    '',
  ]);
});

test('the arguments of one part, and of what is inside it', () => {
  const explanation = explainCommand(command, domain);
  expect(explanation.of(disk).map(({ option }) => option)).toEqual(['-blockdev', '-device']);
  expect(explanation.of('/domain/devices/disk')).toEqual([]);
  expect(explanation.of('/domain/devices')).toHaveLength(3);
});

describe('findRefusal', () => {
  const find = (words: string): string[] => {
    const refusal = findRefusal(words, command, domain);
    return refusal === undefined ? [] : [refusal.argument?.part ?? '', refusal.advice ?? ''];
  };

  test.each([
    ['the argument is repeated', `q: -blockdev {"driver":"file","filename":"/a.img"}: Could not open '/a.img': No such file or directory`, disk, /create '\/a.img'/],
    ['a user\'s own', `q: -device bogus: 'bogus' is not a valid device model name`, '/domain/qemu:commandline', /without 'bogus'/],
    ['by words that are known', `q: unable to find CPU model 'Dream'`, '/domain/cpu', /domain capabilities/],
    ['by what it names', `q: Device 'hostnet0' is odd`, '/domain/devices/interface[1]', /^$/],
    ['behind a warning', `q: warning: host doesn't support it\nq: unsupported machine type`, '/domain/os/type', /capabilities list/],
  ])('%s', (_, words, part, advice) => {
    expect(find(words)).toEqual([part, expect.stringMatching(advice)]);
  });

  test('words that are about nothing in particular are left alone', () => {
    expect(find('')).toEqual([]);
    expect(find('q: terminating on signal 15')).toEqual([]);
    expect(find(`q: Failed to get "write" lock`)).toEqual(['', expect.stringContaining('<shareable/>')]);
  });

  test('an error says the argument, where it comes from, and what to do', () => {
    const refusal = findRefusal(`q: Device 'hostnet0' is odd`, command, domain);
    expect(refusal && refusalText(refusal, '/log/web.log').split('\n')).toEqual([
      'refused argument: -netdev {"type":"user","id":"hostnet0"}',
      'it comes from: /domain/devices/interface[1] (interface 52:54:00:00:00:01)',
      `what to do: see '/log/web.log', which has the whole command`,
    ]);
  });
});
