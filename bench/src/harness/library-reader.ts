import { XMLParser } from 'fast-xml-parser';
import { walkXml, XmlElement, type XmlNode, type XmlSink } from '@virtweave/core-util/xml';

type LibraryNode = Readonly<Record<string, unknown>>;

const parser: XMLParser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  trimValues: false,
  parseTagValue: false,
  processEntities: false,
  htmlEntities: false,
  commentPropName: '#comment',
  cdataPropName: '#cdata',
  jPath: false,
  strictReservedNames: false,
  onDangerousProperty: (name) => name,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Without a prefix the library refuses or renames elements called `constructor`. Applied twice to self-closing tags.
  transformTagName: (name) => (name.startsWith('<') || name.startsWith('?') ? name : `<${name}`),
});

/**
 * The tree of a document by fast-xml-parser, at the least that it can cost: our guard checks the document and gives the
 * start tags, since the library alone accepts what is no XML and changes values.
 */
export function readWithLibrary(text: string): XmlElement {
  const tags = new StartTags();
  walkXml(text, tags);
  let next = 0;
  const build = (content: readonly LibraryNode[]): XmlElement => {
    const at = next++;
    const children: XmlNode[] = [];
    for (const node of content) {
      for (const key in node) {
        if (key === '#text') children.push({ kind: 'text', value: decode(node[key] as string) });
        else if (key === '#comment') children.push({ kind: 'comment', value: inner(node[key]) });
        else if (key === '#cdata') children.push({ kind: 'cdata', value: inner(node[key]) });
        else children.push(build(node[key] as LibraryNode[]));
      }
    }
    return new XmlElement(tags.names[at] as string, tags.attributes[at], children, tags.offsets[at]);
  };
  for (const node of parser.parse(text) as LibraryNode[]) {
    for (const key in node) if (key.startsWith('<')) return build(node[key] as LibraryNode[]);
  }
  throw new Error('the library finds no root element');
}

/** The start tags of a document in the order in which they stand. */
class StartTags implements XmlSink {
  readonly names: string[] = [];
  readonly attributes: ReadonlyMap<string, string>[] = [];
  readonly offsets: number[] = [];

  start(name: string, attributes: ReadonlyMap<string, string>, offset: number): void {
    this.names.push(name);
    this.attributes.push(attributes);
    this.offsets.push(offset);
  }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.includes('&') ? text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole) : text;
}

function inner(value: unknown): string {
  return ((value as readonly LibraryNode[])[0]?.['#text'] as string | undefined) ?? '';
}
