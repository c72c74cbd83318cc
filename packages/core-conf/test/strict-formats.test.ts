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

/** Elements whose children libvirt's schema leaves open as well: names of features and states that a newer host may have. */
const open: ReadonlySet<string> = new Set(['power_management', 'features']);

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

const withBefore = (text: string, { offset }: XmlElement, what: string): string => text.slice(0, offset) + what + text.slice(offset);

const misspelt = (name: string): string => `${name.slice(0, 1)}q${name.slice(1)}`;

describe('strict reading of every format', () => {
  test.each(documents)('$file: what it says is known', ({ format, text }) => {
    fromXML(format, text, { strict: true });
  });

  test.each(documents)('$file: an unknown attribute of any element is named, with its place', ({ format, text }) => {
    const unseen = known(readXml(text)).filter((element) => {
      const changed = withInside(text, element, ` xyzzyplugh='1'`);
      const error = refusal(() => fromXML(format, changed, { strict: true, name: 'd.xml' }));
      if (error === undefined) return true;
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
      const changed = withBefore(text, first, '<xyzzyplugh/>');
      const error = refusal(() => fromXML(format, changed, { strict: true }));
      if (error === undefined) return !open.has(element.name);
      expect(error.message).toContain('xyzzyplugh');
      return false;
    });
    expect(unseen.map(elementPath)).toEqual([]);
  });

  // One letter too many, and the name that was meant is the nearest.
  test.each(documents)('$file: a misspelt attribute or element is answered with the name that was meant', ({ format, text }) => {
    const hints = known(readXml(text)).flatMap((element) => {
      const attributes = [...element.attributes].map(([name]) => [name, withInside(text, element, ` ${misspelt(name)}='1'`)] as const);
      const [first] = element.elements;
      const names = new Set(element.elements.map(({ name }) => name));
      const elements = [...names].map((name) => [name, withBefore(text, first as XmlElement, `<${misspelt(name)}/>`)] as const);
      return [...attributes, ...elements].flatMap(([name, changed]) => {
        const error = refusal(() => fromXML(format, changed, { strict: true }));
        // Some elements are refused in libvirt's own words, which give no hint.
        return name.includes(':') || error?.code !== 'VIR_ERR_XML_INVALID_SCHEMA' ? [] : [[`${elementPath(element)} ${name}`, /did you mean '(.*)'\?$/.exec(error.detail ?? '')?.[1], name]];
      });
    });
    expect(hints.length).toBeGreaterThan(0);
    expect(hints.filter(([, hint, name]) => hint !== name)).toEqual([]);
  });
});
