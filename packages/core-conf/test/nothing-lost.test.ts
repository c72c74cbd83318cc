import { describe, expect, test } from '@jest/globals';
import { formatDomain, fromXML, parseDomain, readDomain, toXML, type DocumentFormat, type Domain } from '../src/index.ts';
import { failure, guest } from './support/documents.ts';

// Each of these was found by mutations of real documents: what was written, and read again, was another object.

const withOs = (inner: string): string => guest().replace('</type></os>', `</type>${inner}</os>`);
const nvramOf = (inner: string): Domain['os']['nvram'] => parseDomain(withOs(inner)).os.nvram;

/** What is left of a document when it was read and written. */
const rewritten = (format: DocumentFormat, xml: string): string => toXML(format, fromXML(format, xml) as never);

describe('<nvram>', () => {
  test('a type without a <source> is refused, as libvirt does', () => {
    expect(failure(() => nvramOf(`<nvram type='vhostuser'/>`)).libvirtMessage).toBe(
      `XML error: Missing source element with nvram type 'vhostuser'`,
    );
  });

  test('one that says nothing is none', () => {
    expect(nvramOf('<nvram/>')).toBeUndefined();
    expect(nvramOf(`<nvram> <source file='/x'/></nvram>`)).toBeUndefined();
  });

  test('a source that says nothing is written all the same, so that the type can be read again', () => {
    const domain = parseDomain(withOs(`<nvram type='file'><source/></nvram>`));
    expect(formatDomain(domain)).toContain(`<nvram type='file'>\n      <source/>\n    </nvram>`);
    expect(parseDomain(formatDomain(domain)).os.nvram).toEqual({ source: { type: 'file' } });
  });
});

test('a loader of blanks has no path', () => {
  expect(readDomain(withOs(`<loader type='rom'> </loader>`)).os.loader).toEqual({ type: 'rom' });
});

test('line ends and tabs in attributes survive, CR in text, too', () => {
  const domain = parseDomain(
    guest('<title>a&#13;b</title>', `<disk><source file='/a&#10;b&#9;c&#13;d'/><target dev='vda' bus='virtio'/></disk>`),
  );
  const again = parseDomain(formatDomain(domain));
  expect(again.devices.disks[0]?.source).toEqual({ type: 'file', file: '/a\nb\tc\rd' });
  expect(again.title).toBe('a\rb');
});

test('the mode of a unix socket without a path says nothing', () => {
  const [channel] = parseDomain(guest('', `<channel type='unix'><source mode='bind'/><target type='virtio' name='a'/></channel>`)).devices.channels;
  expect(channel?.source).toEqual({ type: 'unix', mode: 'connect' });
});

test('the path of a pty belongs to the running guest', () => {
  const xml = guest('', `<console type='pty'><source path='/dev/pts/1'/><target type='virtio'/></console>`);
  expect(parseDomain(xml).devices.consoles.at(-1)?.source).toEqual({ type: 'pty' });
  expect(parseDomain(xml, { inactive: false }).devices.consoles.at(-1)?.source).toEqual({ type: 'pty', path: '/dev/pts/1' });
});

test('what the absence of an attribute means is no value', () => {
  const { devices } = parseDomain(
    guest('', `<disk device='cdrom'><target dev='hda' bus='ide' tray='closed'/></disk>
      <redirfilter><usbdev class='-1' version='-1' allow='no'/></redirfilter>`),
  );
  expect(devices.disks[0]?.target).toEqual({ dev: 'hda', bus: 'ide' });
  expect(devices.redirfilter?.usbdevs).toEqual([{ allow: false }]);
});

test('a profile that MidoNet does not have leaves no empty <parameters>', () => {
  const port = `<network><name>n</name><virtualport type='midonet'><parameters profileid='p'/></virtualport></network>`;
  expect(fromXML('network', port).virtualPort).toEqual({ type: 'midonet' });
});

test('the type of a backup disk is not lost with what stands in its target', () => {
  const backup = `<domainbackup><disks><disk name='vda' type='block'><target startupPolicy='optional'/></disk></disks></domainbackup>`;
  expect(rewritten('domain-backup', rewritten('domain-backup', backup))).toBe(rewritten('domain-backup', backup));
  expect(rewritten('domain-backup', backup)).toContain(`type='block'`);
});

test('an average of 0 is written: the other limits need it', () => {
  const network = `<network><name>n</name><bandwidth><inbound average='0' peak='5'/></bandwidth></network>`;
  expect(rewritten('network', network)).toContain(`<inbound average='0' peak='5'/>`);
});
