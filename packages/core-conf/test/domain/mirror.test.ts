import { describe, expect, test } from '@jest/globals';
import { formatDomain, parseDomain, type Disk } from '../../src/index.ts';

const document = (disk: string): string =>
  `<domain type='test'><name>g</name><memory>1048576</memory><os><type>hvm</type></os><devices>` +
  `<disk type='file'><source file='/a'/>${disk}<target dev='vda'/></disk></devices></domain>`;

const mirrorOf = (xml: string): Disk['mirror'] => parseDomain(document(xml), { inactive: false }).devices.disks[0]?.mirror;

describe('a copy that is under way', () => {
  test('to a file is also told in the old attributes', () => {
    const domain = parseDomain(document(`<mirror type='file' job='copy'><format type='qcow2'/><source file='/b'/></mirror>`), {
      inactive: false,
    });
    expect(formatDomain(domain)).toContain(
      `<mirror type='file' file='/b' format='qcow2' job='copy'>\n        <format type='qcow2'/>\n        <source file='/b'/>`,
    );
    expect(formatDomain(domain, { inactive: true })).not.toContain('mirror');
  });

  test('a commit is not', () => {
    const domain = parseDomain(document(`<mirror type='file' job='active-commit'><source file='/b'/></mirror>`), { inactive: false });
    expect(formatDomain(domain)).toContain(`<mirror type='file' job='active-commit'>`);
  });

  test('is read from the old attributes alone, too', () => {
    expect(mirrorOf(`<mirror file='/b' format='raw' ready='yes'/>`)).toEqual({
      job: 'copy',
      ready: 'yes',
      format: { type: 'raw' },
      source: { type: 'file', file: '/b' },
    });
    expect(() => mirrorOf(`<mirror format='raw'/>`)).toThrow('mirror requires file name');
  });
});
