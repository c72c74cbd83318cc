import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diff, documentFormats, fromJSON, fromXML, jsonSchema, toJSON, type DocumentFormat } from '../../src/index.ts';
import { objectsOf } from '../support/schema-arbitrary.ts';

const words = (format: DocumentFormat, before: string, after: string): readonly string[] =>
  diff(fromXML(format, before), fromXML(format, after)).map((change) => change.words);

describe('in words', () => {
  test.each<[DocumentFormat, string, string, string[]]>([
    [
      'network',
      "<network><name>n</name><bridge name='a'/><ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.2' end='10.0.0.9'/><host mac='52:54:00:00:00:01' ip='10.0.0.3'/></dhcp></ip></network>",
      "<network><name>n</name><mtu size='1500'/><bridge name='b'/><dns><txt name='a' value='b'/></dns><ip address='10.0.0.1' prefix='24'><dhcp><host mac='52:54:00:00:00:01' ip='10.0.0.4'/></dhcp></ip></network>",
      [
        'bridge name changes from a to b',
        'MTU is set to 1500',
        'TXT record a is added: value b',
        'IP address 10.0.0.1, range 10.0.0.2-10.0.0.9 is removed',
        'IP address 10.0.0.1, host 52:54:00:00:00:01: IP changes from 10.0.0.3 to 10.0.0.4',
      ],
    ],
    [
      'storage-vol',
      '<volume><name>a</name><capacity>1073741824</capacity><target><permissions><mode>0600</mode></permissions></target></volume>',
      "<volume><name>a</name><capacity>2147483648</capacity><target><permissions><mode>0644</mode></permissions><encryption format='luks'/></target></volume>",
      [
        'capacity changes from 1 GiB to 2 GiB',
        'target permissions mode changes from 0600 to 0644',
        'target encryption is set to format luks',
      ],
    ],
    [
      'nwfilter',
      "<filter name='f'><rule action='drop' direction='in'><tcp/></rule><rule action='accept' direction='out'/></filter>",
      "<filter name='f'><filterref filter='g'/><rule action='accept' direction='out'/><rule action='drop' direction='inout'><tcp/></rule></filter>",
      ['reference to filter g is added: kind filterref', 'rule 0: direction changes from in to inout'],
    ],
    [
      'domain-capabilities',
      "<domainCapabilities><domain>kvm</domain><arch>x86_64</arch><os supported='yes'><loader supported='yes'><enum name='type'><value>rom</value></enum></loader></os><devices><disk supported='yes'><enum name='bus'><value>ide</value></enum></disk></devices></domainCapabilities>",
      "<domainCapabilities><domain>kvm</domain><arch>x86_64</arch><os supported='yes'><loader supported='yes'><enum name='type'><value>rom</value><value>pflash</value></enum></loader></os><devices><disk supported='yes'><enum name='bus'><value>sata</value></enum></disk></devices><features><sev supported='yes'/></features></domainCapabilities>",
      ['OS loader type pflash is added', 'disk bus ide is removed', 'disk bus sata is added', 'features SEV is set to supported yes'],
    ],
    [
      'domain-status',
      "<domstatus state='running' reason='booted' pid='1'><a x='1'/><domain type='test'><os><type>hvm</type><boot dev='hd'/><boot dev='network'/></os></domain></domstatus>".replace('<os>', '<name>n</name><os>'),
      "<domstatus state='running' reason='booted' pid='2'><taint flag='host-cpu'/><a x='2'/><domain type='test'><os><type>hvm</type><boot dev='network'/><boot dev='hd'/></os></domain></domstatus>".replace('<os>', '<name>n</name><os>'),
      [
        'PID changes from 1 to 2',
        'taint host-cpu is added',
        'private data <a> changes',
        'order of domain OS boot changes from hd, network to network, hd',
      ],
    ],
    [
      'capabilities',
      "<capabilities><host><cpu><arch>x86_64</arch></cpu><topology><cells><cell id='0'><memory>1048576</memory><cpus/></cell></cells></topology></host></capabilities>",
      "<capabilities><host><cpu><arch>x86_64</arch><pages size='4'/></cpu><topology><cells><cell id='0'><memory>2097152</memory><cpus><cpu id='1'/></cpus></cell></cells></topology><secmodel><model>dac</model><doi>0</doi></secmodel></host></capabilities>",
      [
        'host CPU page size 4 KiB is added',
        'NUMA node 0: memory changes from 1 GiB to 2 GiB',
        'NUMA node 0, CPU 1 is added',
        'security model dac is added: doi 0',
      ],
    ],
  ])('%s', (format, before, after, expected) => {
    expect(words(format, before, after)).toEqual(expected);
    expect(words(format, after, after)).toEqual([]);
  });
});

describe.each(documentFormats)('%s', (format) => {
  test('every difference is told, in words and with its place', () => {
    const objects = objectsOf(jsonSchema(format)).map((object) => fromJSON(format, toJSON(object as object)));
    fc.assert(
      fc.property(objects, objects, (before, after) => {
        expect(diff(before, before)).toEqual([]);
        const changes = diff(before, after);
        for (const change of changes) {
          expect(change.words).not.toMatch(/undefined|\[object|NaN|^ | $| {2}/);
          expect(change.path).not.toBe('');
          expect(change.kind).toMatch(change.old === undefined && change.new === undefined ? /./ : /added|removed|changed/);
        }
        if (changes.length > 0) expect(diff(after, before)).not.toEqual([]);
        expect(changes.length === 0).toBe(sorted(before) === sorted(after));
      }),
      { numRuns: 40, seed: Number(process.env['SEED'] ?? 20) },
    );
  });
});

/** What an object says, whatever the order of its lists. */
function sorted(object: object): string {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain).map((one) => JSON.stringify(one)).sort();
    if (typeof value !== 'object' || value === null) return value;
    return Object.entries(value).filter(([, inner]) => !(Array.isArray(inner) && inner.length === 0)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]);
  };
  return JSON.stringify(plain(toJSON(object)));
}
