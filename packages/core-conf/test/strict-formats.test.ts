import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { VirtError } from '@virtweave/core-util';
import { elementPath, readXml, type XmlElement } from '@virtweave/core-util/xml';
import { documentFormats, fromXML, jsonSchema, type DocumentFormat } from '../src/index.ts';

const folder = new URL('./documents/', import.meta.url);
const byRoot = new Map<string, DocumentFormat>(documentFormats.map((format) => [(jsonSchema(format).title ?? '').slice(1, -1), format]));

const documents = readdirSync(folder).flatMap((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const format = byRoot.get(readXml(text).name);
  return format === undefined || file.startsWith('network-update') ? [] : [{ file, format, text }];
});

/** The elements that the format knows: not what stands in metadata, or belongs to a driver. */
function known(element: XmlElement): readonly XmlElement[] {
  if (element.name === 'metadata' || element.name.includes(':')) return [];
  return [element, ...element.elements.flatMap(known)];
}

/** Elements that are not looked into yet. */
// prettier-ignore
const open: ReadonlySet<string> = new Set([
  'capabilities', 'mknod', 'sys_chroot', 'oemStrings', 'entry', 'active_pcr_banks', 'sha256', 'listen', 'max_size', 'parent', 'type',
  'iommuGroup', 'attr', 'enum', 'value', 'features', 'lazy_refcounts', 'extended_l2', 'alignsize', 'size',
]);

function refusal(work: () => unknown): VirtError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof VirtError) return error;
    throw error;
  }
}

/** The text with something put in behind the name of the element. */
const withInside = (text: string, { offset, name }: XmlElement, what: string): string =>
  text.slice(0, offset + 1 + name.length) + what + text.slice(offset + 1 + name.length);

describe('strict reading of every format', () => {
  test.each(documents)('$file: what it says is known', ({ format, text }) => {
    fromXML(format, text, { strict: true });
  });

  test.each(documents)('$file: an unknown attribute of any element is named, with its place', ({ format, text }) => {
    const unseen = known(readXml(text)).filter((element) => {
      const changed = withInside(text, element, ` xyzzyplugh='1'`);
      const error = refusal(() => fromXML(format, changed, { strict: true, name: 'd.xml' }));
      if (error === undefined) return !open.has(element.name);
      expect(error.detail).toBe(`unknown attribute 'xyzzyplugh' in element '${element.name}'`);
      expect(changed.split('\n')[(error.place?.line ?? 0) - 1]).toContain('xyzzyplugh');
      expect(error.place?.path).toMatch(/@xyzzyplugh$/);
      return false;
    });
    expect(unseen.map(elementPath)).toEqual([]);
  });

  test.each(documents)('$file: an unknown element is named, with its place', ({ format, text }) => {
    const unseen = known(readXml(text)).filter((element) => {
      const [first] = element.elements;
      if (first === undefined) return false;
      const changed = `${text.slice(0, first.offset)}<xyzzyplugh/>${text.slice(first.offset)}`;
      const error = refusal(() => fromXML(format, changed, { strict: true }));
      if (error === undefined) return !open.has(element.name);
      expect(error.message).toContain('xyzzyplugh');
      return false;
    });
    expect(unseen.map(elementPath)).toEqual([]);
  });
});
