import { describe, expect, test } from '@jest/globals';
import { parseStoragePool, parseStorageVol, type StorageVol } from '@virtweave/core-conf';
import { imageCommands, imageResizeCommand, poolStartCommand, poolStopCommand } from '../src/command/index.ts';

const line = (command: { readonly program: string; readonly args: readonly string[] } | undefined): string =>
  command === undefined ? '' : [command.program, ...command.args].join(' ');

const share = (source: string, extra = ''): string =>
  line(poolStartCommand(parseStoragePool(`<pool type='netfs'${extra === '' ? '' : " xmlns:fs='http://libvirt.org/schemas/storagepool/fs/1.0'"}>
    <name>p</name><source>${source}</source><target><path>/mnt</path></target>${extra}</pool>`)));

const safe = 'nodev,nosuid,noexec';

describe('the command that starts a pool', () => {
  test('mounts NFS as mount finds it out, or as it is told', () => {
    const where = "<host name='nas'/><dir path='/export'/>";
    expect(share(where)).toBe(`mount -o ${safe} nas:/export /mnt`);
    expect(share(`${where}<format type='nfs'/>`)).toBe(`mount -o ${safe} -t nfs nas:/export /mnt`);
    expect(share(`${where}<format type='nfs'/><protocol ver='4.2'/>`)).toBe(`mount -o ${safe},nfsvers=4.2 -t nfs nas:/export /mnt`);
    expect(share("<host name='fe80::1'/><dir path='/export'/>")).toBe(`mount -o ${safe} [fe80::1]:/export /mnt`);
  });

  test('knows what other network file systems must be told', () => {
    expect(share("<host name='nas'/><dir path='disks'/><format type='cifs'/>")).toBe(`mount -o ${safe},guest -t cifs //nas/disks /mnt`);
    expect(share("<host name='nas'/><dir path='/v0'/><format type='glusterfs'/>")).toBe(
      `mount -o ${safe},direct-io-mode=1 -t glusterfs nas:/v0 /mnt`,
    );
  });

  test('puts the options of the document behind its own', () => {
    const options = "<fs:mount_opts><fs:option name='sync'/><fs:option name='lazytime'/></fs:mount_opts>";
    expect(share("<host name='nas'/><dir path='/e'/>", options)).toBe(`mount -o ${safe},sync,lazytime nas:/e /mnt`);
  });

  test('mounts a device, takes a volume group into use, and gives both back', () => {
    const fs = parseStoragePool("<pool type='fs'><name>p</name><source><device path='/dev/vdb'/></source><target><path>/mnt</path></target></pool>");
    const lvm = parseStoragePool("<pool type='logical'><name>p</name><source><name>vg0</name></source></pool>");
    expect([line(poolStartCommand(fs)), line(poolStopCommand(fs))]).toEqual([`mount -o ${safe} -t auto /dev/vdb /mnt`, 'umount /mnt']);
    expect([line(poolStartCommand(lvm)), line(poolStopCommand(lvm))]).toEqual(['vgchange -aly vg0', 'vgchange -aln vg0']);
  });
});

const volume = (target: string, extra = ''): StorageVol => ({
  ...parseStorageVol(`<volume><name>a,b</name><capacity>1000</capacity>${extra}<target><path>/p/a,b</path>${target}</target></volume>`, { type: 'dir' }),
  type: 'file',
});
const secret = "<encryption format='luks'><secret type='passphrase' usage='x'/></encryption>";

describe('the commands that make an image', () => {
  test('count in whole kibibytes', () => {
    expect(imageCommands({ volume: volume("<format type='qcow2'/>") }).map(line)).toEqual(['qemu-img create -f qcow2 -o compat=1.1 /p/a,b 1K']);
  });

  test('escape what ends a value', () => {
    const [command] = imageCommands({ volume: volume(secret), secretFile: '/run/s,1' });
    expect(command?.args).toContain('secret,id=a,,b_encrypt0,file=/run/s,,1');
    expect(command?.args).toContain('key-secret=a,,b_encrypt0');
  });

  test('preallocate all of it when all is to be allocated', () => {
    const preallocMetadata = true;
    const options = (text: string): string | undefined => imageCommands({ volume: volume("<format type='qcow2'/>", text), preallocMetadata })[0]?.args.at(-3);
    expect(options('<allocation>0</allocation>')).toBe('preallocation=metadata,compat=1.1');
    expect(options('<allocation>1000</allocation>')).toBe('preallocation=falloc,compat=1.1');
  });

  test('a copy lies on nothing', () => {
    const backing = "<backingStore><path>/p/base</path><format type='raw'/></backingStore>";
    const [command] = imageCommands({ volume: volume("<format type='qcow2'/>", backing), from: volume("<format type='raw'/>") });
    expect(line(command)).toBe('qemu-img convert -f raw -O qcow2 -o compat=1.1 /p/a,b /p/a,b');
  });

  test.each([
    ['a cipher of qcow2 is a part of its encryption', "<format type='qcow2'/>", 'encrypt.format=luks,encrypt.key-secret=a,,b_encrypt0,encrypt.cipher-alg=aes-256,compat=1.1'],
    ['one of plain bytes is the image itself', '', 'key-secret=a,,b_encrypt0,cipher-alg=aes-256'],
  ])('%s', (_, format, expected) => {
    const encryption = secret.replace('</encryption>', "<cipher name='aes' size='256'/></encryption>");
    expect(imageCommands({ volume: volume(format + encryption), secretFile: '/s' })[0]?.args).toContain(expected);
  });

  test.each([
    ['old encryption', volume(`<format type='qcow2'/>${secret.replace('luks', 'qcow')}`), {}, "unsupported volume encryption format 'qcow'"],
    ['encryption of other formats', volume(`<format type='vmdk'/>${secret}`), {}, 'volume encryption unsupported with format vmdk'],
    ['no secret', volume("<encryption format='luks'/>"), {}, 'no secret provided for luks encryption'],
    ['metadata of a raw image', volume("<format type='raw'/>"), { preallocMetadata: true }, 'metadata preallocation only available with qcow2'],
    ['features of an old version', volume("<format type='qcow2'/><compat>0.10</compat><features><lazy_refcounts/></features>"), {}, 'lazy_refcounts not supported with compat level 0.10'],
  ])('refuse %s', (_, image, options, words) => {
    expect(() => imageCommands({ volume: image, secretFile: '/s', ...options })).toThrow(words);
  });

  test('resize by whole sectors', () => {
    expect(line(imageResizeCommand(volume("<format type='qcow2'/>"), 1000n, { shrink: false }))).toBe('qemu-img resize -f qcow2 /p/a,b 1024');
    expect(line(imageResizeCommand(volume("<format type='qcow2'/>"), 512n, { shrink: true }))).toBe('qemu-img resize -f qcow2 --shrink /p/a,b 512');
  });
});
