import { describe, expect, test } from '@jest/globals';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import { formatDomain, parseDomain } from '@virtweave/core-conf';
import { rearranged } from '../src/rearrange.ts';

const domain = `<?xml version='1.0'?>
<!-- a guest -->
<domain type='test' id="3">
  <name>web</name>
  <description>two  words
    and more</description>
  <metadata><a:b xmlns:a='urn:a' y='1' x='2'>  <a:c/> </a:b></metadata>
  <memory unit='KiB'>1024</memory>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/a "b" &amp; c.img'/><target dev='vda' bus='virtio'/></disk>
    <interface type='user'><mac address='52:54:00:00:00:01'/></interface>
  </devices>
</domain>
`;

const clothes = Array.from({ length: 50 }, (_, seed) => rearranged(domain, seed));

/** Names, sorted attributes and text of the elements, without what stands between them. */
function bare(element: XmlElement): unknown {
  const { elements } = element;
  return [element.name, [...element.attributes].sort(), elements.length > 0 ? elements.map(bare) : element.text];
}

describe('documents in other clothes', () => {
  test('say the same', () => {
    const meant = bare(readXml(domain));
    const written = formatDomain(parseDomain(domain, { random: (bytes) => bytes.fill(1) }));
    for (const text of clothes) {
      expect(bare(readXml(text))).toEqual(meant);
      expect(formatDomain(parseDomain(text, { random: (bytes) => bytes.fill(1) }))).toBe(written);
    }
  });

  test('are others', () => {
    expect(new Set(clothes).size).toBe(50);
    expect(clothes[0]).toBe(rearranged(domain, 0));
    const all = clothes.join('');
    for (const what of [`id="3" type=`, `type="test"`, `id='3'`, '<!-- a <b', '&#', '&#x', `<target bus=`, '></target>', ' >', ' = ']) {
      expect(all).toContain(what);
    }
  });

  test('what is no XML stays as it is', () => {
    for (const text of ['', 'a = 1', '<a', '<a></b>', '<a/>x', '<a b=1/>']) expect(rearranged(text, 1)).toBe(text);
  });
});
