import { describe, expect, test } from '@jest/globals';
import { formatDomainSnapshot, parseDomainSnapshot } from '../../src/index.ts';
import { failure, guest } from '../support/documents.ts';

const snapshot = (inside: string): string => `<domainsnapshot>\n${inside}\n</domainsnapshot>`;
const now = () => 7;
const parse = (inside: string) => parseDomainSnapshot(snapshot(inside), { now });
const redefine = (inside: string) => parseDomainSnapshot(snapshot(inside), { redefine: true });
const record = (state = 'running', more = '') => `<name>n</name><creationTime>3</creationTime><state>${state}</state>${more}`;

describe('what a user wishes', () => {
  test('a new snapshot is named after its time', () => {
    expect(parse('')).toEqual({ name: '7', creationTime: 7 });
    expect(parse('<name/>')).toEqual({ name: '7', creationTime: 7 });
    expect(parse('<name> x </name>')).toEqual({ name: ' x ', creationTime: 7 });
  });

  test('what only the driver can know is not looked at, wrong or not', () => {
    const wrong = '<creationTime>x</creationTime><state>bogus</state><parent><name>p</name></parent><domain type="x"/><active/>';
    expect(parse(wrong)).toEqual({ name: '7', creationTime: 7 });
    expect(parse(`<disks><disk name='vda'><snapshotDeleteInProgress/></disk></disks>`).disks).toEqual([{ name: 'vda' }]);
  });

  test('an image, or its format, means external', () => {
    const [path, format, plain] =
      parse(`<disks><disk name='a'><source file='/x'/></disk><disk name='b'><driver type='qed'/></disk><disk name='c'/></disks>`).disks ?? [];
    expect(path).toEqual({ name: 'a', snapshot: 'external', source: { type: 'file', file: '/x' } });
    expect(format).toEqual({ name: 'b', snapshot: 'external', driver: { type: 'qed' }, source: { type: 'file' } });
    expect(plain).toEqual({ name: 'c' });
  });

  test('a file for memory means external', () => {
    expect(parse(`<memory file='/m'/>`).memory).toEqual({ snapshot: 'external', file: '/m' });
    expect(parse('<memory/>').memory).toBeUndefined();
  });
});

describe("libvirt's words and the place", () => {
  test.each([
    ['VIR_ERR_XML_ERROR', `<memory snapshot='manual'/>`, "'manual' memory snapshot mode not supported", 'memory'],
    ['VIR_ERR_XML_ERROR', `<memory snapshot='bogus'/>`, "Invalid value for attribute 'snapshot' in element 'memory': 'bogus'.", 'memory/@snapshot'],
    ['VIR_ERR_XML_ERROR', `<memory file='x'/>`, 'memory snapshot file path (x) must be absolute', 'memory'],
    ['VIR_ERR_XML_ERROR', `<memory snapshot='internal' file='/x'/>`, "memory filename '/x' requires external snapshot", 'memory'],
    ['VIR_ERR_XML_ERROR', `<memory snapshot='external'/>`, 'external memory snapshots require a filename', 'memory'],
    ['VIR_ERR_INTERNAL_ERROR', '<disks><disk/></disks>', 'missing name from disk snapshot element', 'disks/disk'],
    ['VIR_ERR_XML_ERROR', `<disks><disk name='a' snapshot='default'/></disks>`, "Invalid value for attribute 'snapshot' in element 'disk': 'default'.", 'disks/disk/@snapshot'],
    ['VIR_ERR_XML_ERROR', `<disks><disk name='a' type='dir'/></disks>`, "unsupported disk snapshot type 'dir'", 'disks/disk/@type'],
    ['VIR_ERR_XML_ERROR', `<disks><disk name='a' type='volume'/></disks>`, "unsupported disk snapshot type 'volume'", 'disks/disk/@type'],
    ['VIR_ERR_CONFIG_UNSUPPORTED', `<disks><disk name='a'><driver type='bogus'/></disk></disks>`, "unknown disk snapshot driver 'bogus'", 'disks/disk/driver/@type'],
    ['VIR_ERR_XML_ERROR', `<disks><disk name='a'><source file='x'/></disk></disks>`, "disk snapshot image path 'x' must be absolute", 'disks/disk/source'],
  ])('%s %s', (code, xml, detail, path) => {
    const error = failure(() => parse(xml));
    expect(error.code).toBe(code);
    expect(error.detail).toBe(detail);
    expect(error.place?.path.replace(/\[\d+\]/g, '')).toBe(`/domainsnapshot/${path}`);
    expect(error.place?.line).toBe(2);
  });

  test.each([
    ['VIR_ERR_XML_ERROR', '', 'a redefined snapshot must have a name'],
    ['VIR_ERR_INTERNAL_ERROR', '<name>n</name>', 'missing creationTime from existing snapshot'],
    ['VIR_ERR_INTERNAL_ERROR', '<name>n</name><creationTime>x</creationTime>', 'missing creationTime from existing snapshot'],
    ['VIR_ERR_XML_ERROR', '<name>n</name><creationTime>1</creationTime>', 'missing state from existing snapshot'],
    ['VIR_ERR_CONFIG_UNSUPPORTED', record('bogus'), "Invalid state 'bogus' in domain snapshot XML"],
    ['VIR_ERR_CONFIG_UNSUPPORTED', record('nostate'), "Invalid state 'nostate' in domain snapshot XML"],
    ['VIR_ERR_XML_ERROR', record('shutoff', `<memory snapshot='internal'/>`), 'memory state cannot be saved with offline or disk-only snapshot'],
  ])('%s %s', (code, xml, detail) => {
    expect(failure(() => redefine(xml))).toMatchObject({ code, detail });
  });

  test('roots and unknown names', () => {
    expect(failure(() => parseDomainSnapshot('<foo/>')).detail).toBe("expecting root element of 'domainsnapshot', not 'foo'");
    const strict = failure(() => parseDomainSnapshot(snapshot('<nmae>x</nmae>'), { strict: true }));
    expect(strict).toMatchObject({ code: 'VIR_ERR_XML_INVALID_SCHEMA', detail: "unknown element 'nmae' in element 'domainsnapshot'; did you mean 'name'?" });
    const none = failure(() => parseDomainSnapshot(snapshot('<disks><disk name="a"/></disks>'), { disks: false }));
    expect(none).toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail: 'unable to handle disk requests in snapshot' });
    const internal = failure(() => parseDomainSnapshot(snapshot(''), { internal: true }));
    expect(internal).toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', detail: "Could not find 'active' element" });
  });
});

describe('a snapshot that exists', () => {
  test('where the memory is follows from the state', () => {
    expect(redefine(record('running')).memory).toEqual({ snapshot: 'internal' });
    expect(redefine(record('shutoff')).memory).toEqual({ snapshot: 'no' });
    expect(redefine(record('disk-snapshot')).memory).toEqual({ snapshot: 'no' });
  });

  test('all that it can hold comes back as it was', () => {
    const inside = (name: string) => guest().trim().replace('<domain ', `<${name} `).replace('</domain>', `</${name}>`);
    const document = snapshot(
      record('running', `<parent><name>p</name></parent><memory snapshot='external' file='/m'/>
        <disks><disk snapshot='external' name='vda' type='network'><snapshotDeleteInProgress/><driver type='qcow2'><metadata_cache><max_size unit='KiB'>1</max_size></metadata_cache></driver>
          <source protocol='nbd' name='x'><host name='h' port='1'/></source></disk></disks>
        <revertDisks><disk name='vda' type='file' snapshot='external'><driver type='qcow2'/><source file='/r'/></disk></revertDisks>
        ${inside('domain')}${inside('inactiveDomain')}<cookie><slirpHelper/><cpu match='exact' mode='custom'><model>x</model></cpu></cookie><active>1</active>`),
    );
    const options = { redefine: true, internal: true } as const;
    const first = formatDomainSnapshot(parseDomainSnapshot(document, options), { internal: true });
    expect(first.replace(/ {2}<(domain|inactiveDomain) [^]*?<\/\1>\n/g, '  <$1/>\n')).toBe(`<domainsnapshot>
  <name>n</name>
  <state>running</state>
  <parent>
    <name>p</name>
  </parent>
  <creationTime>3</creationTime>
  <memory snapshot='external' file='/m'/>
  <disks>
    <disk name='vda' snapshot='external' type='network'>
      <snapshotDeleteInProgress/>
      <driver type='qcow2'>
        <metadata_cache>
          <max_size unit='bytes'>1024</max_size>
        </metadata_cache>
      </driver>
      <source protocol='nbd' name='x'>
        <host name='h' port='1'/>
      </source>
    </disk>
  </disks>
  <revertDisks>
    <disk name='vda' snapshot='external' type='file'>
      <driver type='qcow2'/>
      <source file='/r'/>
    </disk>
  </revertDisks>
  <domain/>
  <inactiveDomain/>
  <cookie>
    <cpu mode='custom' match='exact'>
      <model>x</model>
    </cpu>
    <slirpHelper/>
  </cookie>
  <active>1</active>
</domainsnapshot>
`);
    expect(formatDomainSnapshot(parseDomainSnapshot(first, options), { internal: true })).toBe(first);
  });

  test('a relic that only names the guest', () => {
    const old = redefine(record('running', '<domain><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></domain>'));
    expect(old.domain).toBeUndefined();
    expect(formatDomainSnapshot(old, { domainUuid: 'U' })).toContain('  <domain>\n    <uuid>U</uuid>\n  </domain>\n');
    expect(formatDomainSnapshot(old)).not.toContain('domain>\n    ');
  });

  test('passwords only when they are asked for', () => {
    const graphics = `<graphics type='vnc' passwd='hidden'/>`;
    const one = redefine(record('running', guest('', graphics)));
    expect(formatDomainSnapshot(one)).not.toContain('hidden');
    expect(formatDomainSnapshot(one, { secure: true })).toContain('hidden');
  });
});
