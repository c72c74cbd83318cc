import { describe, expect, test } from '@jest/globals';
import { isVirtError } from '@virtweave/core-util';
import { formatDomain, parseDomain } from '../../src/index.ts';

const guest = (devices: string, rest = ''): string =>
  `<domain type='test'><name>g</name><memory>1048576</memory><os><type>hvm</type></os>${rest}<devices>${devices}</devices></domain>`;

const written = (devices: string, rest = ''): string[] =>
  formatDomain(parseDomain(guest(devices, rest)), { inactive: true })
    .split('\n')
    .map((line) => line.trim());

// All of this was watched with virsh 9.0 and its test driver, on documents made at random from the schemas.
describe('what libvirt writes of a document that says less, or says it otherwise', () => {
  test.each<[what: string, devices: string, line: string]>([
    ['a port that is not named', "<channel type='pty'><target type='virtio'/><address type='virtio-serial' controller='0'/></channel>", "<address type='virtio-serial' controller='0' bus='0' port='0'/>"],
    ['a place on PCI in part', "<watchdog model='i6300esb'><address type='pci' slot='5'/></watchdog>", "<address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/>"],
    ['a slot of smart cards', "<smartcard mode='host'><address type='ccid' controller='1'/></smartcard>", "<address type='ccid' controller='1' slot='0'/>"],
    ['an address without 0x', "<memory model='dimm'><target><size>1024</size></target><address type='dimm' slot='0' base='26'/></memory>", "<address type='dimm' slot='0' base='0x26'/>"],
    ['hexadecimal numbers', "<controller type='pci' index='1' model='pcie-root-port'><target chassis='0x1c' port='0x10'/></controller>", "<target chassis='28' port='0x10'/>"],
    ['permissions', "<filesystem type='mount' accessmode='mapped' fmode='3' dmode='0750'><source dir='/a'/><target dir='a'/></filesystem>", "<filesystem type='mount' accessmode='mapped' fmode='0003' dmode='0750'>"],
    ['a limit of space', "<filesystem type='mount'><source dir='/a'/><target dir='a'/><space_hard_limit unit='KiB'>2</space_hard_limit></filesystem>", "<space_hard_limit unit='bytes'>2048</space_hard_limit>"],
    ['a mediated device', "<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='7cCfdebA1bb8c434FdEbe5b29e02a4Cc'/></source></hostdev>", "<address uuid='7ccfdeba-1bb8-c434-fdeb-e5b29e02a4cc'/>"],
    ['a target of iSCSI', "<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.a'><host name='h'/></source></hostdev>", "<source protocol='iscsi' name='iqn.a/0'>"],
    ['a source of random numbers', "<rng model='virtio'><backend model='random'/></rng>", "<backend model='random'>/dev/random</backend>"],
    ['a TPM', "<tpm><backend type='passthrough'/></tpm>", "<device path='/dev/tpm0'/>"],
    ['a vsock', "<vsock model='virtio'/>", "<cid auto='yes'/>"],
    ['an address of an interface', "<interface type='user'><ip address='10.0.2.5' prefix='24'/></interface>", "<ip address='10.0.2.5' family='ipv4' prefix='24'/>"],
    ['a tablet', "<input type='tablet'/>", "<input type='tablet' bus='usb'/>"],
    ['a keyboard', "<input type='keyboard'/>", "<input type='keyboard' bus='ps2'/>"],
    ['a log of a smart card', "<smartcard mode='passthrough' type='spicevmc'><log file='/l'/></smartcard>", "<log file='/l'/>"],
    ['a store of settings', '<nvram/>', '<nvram>'],
  ])('%s', (_what, devices, line) => {
    expect(written(devices)).toContain(line);
  });

  test.each<[what: string, devices: string, word: RegExp]>([
    ['codecs of a card that has none', "<sound model='sb16'><codec type='duplex'/></sound>", /codec/],
    ['a SCSI word for a PCI device', "<hostdev mode='subsystem' type='pci'><source><address bus='1'/></source><readonly/><shareable/></hostdev>", /readonly|shareable/],
    ['a limit of nothing', "<filesystem type='mount'><source dir='/a'/><target dir='a'/><space_soft_limit>0</space_soft_limit></filesystem>", /space/],
  ])('%s is not kept', (_what, devices, word) => {
    expect(written(devices).join('\n')).not.toMatch(word);
  });

  test('features stand in the order in which libvirt numbers them', () => {
    const given = "<ibs value='workaround'/><xen><e820_host state='on'/></xen><smm/><nested-hv state='on'/><vmcoreinfo/><htm state='on'/><vmport/><viridian/><hap/><pae/><acpi/>";
    const lines = written('', `<features>${given}</features>`);
    expect(lines.slice(lines.indexOf('<features>') + 1, lines.indexOf('</features>'))).toEqual([
      '<acpi/>', '<pae/>', "<hap state='on'/>", '<viridian/>', "<vmport state='on'/>", "<smm state='on'/>", "<vmcoreinfo state='on'/>",
      "<htm state='on'/>", "<nested-hv state='on'/>", '<xen>', "<e820_host state='on'/>", '</xen>', "<ibs value='workaround'/>",
    ]);
  });

  test('what is off has no settings, and a clock that the guest sets says from where', () => {
    const lines = written('', "<features><smm state='off'><tseg>7</tseg></smm></features><clock offset='variable'/>");
    expect(lines).toContain("<smm state='off'/>");
    expect(lines).toContain("<clock offset='variable' adjustment='0' basis='utc'/>");
  });

  test('counters stand in their order, and what has no limits is left out', () => {
    const lines = written('', "<perf><event name='cpu_cycles' enabled='no'/><event name='cmt' enabled='yes'/></perf><blkiotune><device><path>/a</path></device></blkiotune>");
    expect(lines.filter((line) => line.startsWith('<event'))).toEqual(["<event name='cmt' enabled='yes'/>", "<event name='cpu_cycles' enabled='no'/>"]);
    expect(lines).not.toContain('<blkiotune>');
  });

  test('where numad places the memory it places CPUs, unless they are pinned', () => {
    const tuned = "<numatune><memory placement='auto'/></numatune>";
    expect(written('', tuned)).toEqual(expect.arrayContaining(["<vcpu placement='auto'>1</vcpu>", "<memory mode='strict' placement='auto'/>"]));
    expect(written('', `${tuned}<cputune><emulatorpin cpuset='0'/></cputune>`)).toContain("<vcpu placement='static'>1</vcpu>");
  });

  test('a label says whether files get it, except where there is none', () => {
    const label = (attributes: string): string[] => written('', `<seclabel ${attributes}><label>a</label></seclabel>`);
    expect(label("type='static' model='m'")).toContain("<seclabel type='static' model='m' relabel='no'>");
    expect(label("type='dynamic' model='m'")).toContain("<seclabel type='dynamic' model='m' relabel='yes'>");
    expect(written('', "<seclabel type='none' model='m' relabel='no'/>")).toContain("<seclabel type='none' model='m'/>");
  });

  test('Linux capabilities are those that there are, in their order', () => {
    const capabilities = (inside: string): string => `<features><capabilities policy='allow'>${inside}</capabilities></features>`;
    const lines = written('', capabilities("<sys_chroot state='off'/><chown/>"));
    expect(lines.filter((line) => line.includes('state='))).toEqual(["<chown state='on'/>", "<sys_chroot state='off'/>"]);
    let words: string | undefined;
    try {
      written('', capabilities('<fly/>'));
    } catch (error) {
      if (!isVirtError(error)) throw error;
      words = error.detail;
    }
    expect(words).toBe("unexpected capability feature 'fly'");
  });

  test('written again it is the same', () => {
    const text = formatDomain(parseDomain(guest("<rng model='virtio'><backend model='random'/></rng><vsock/><input type='mouse'/>", '<features><smm/></features>')));
    expect(formatDomain(parseDomain(text))).toBe(text);
  });
});
