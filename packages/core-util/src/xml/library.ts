import { XMLParser } from 'fast-xml-parser';
import { VirtError } from '../errors/virt-error.ts';
import { XmlElement, type XmlNode, type XmlSource } from './element.ts';
import type { XmlSink } from './guard.ts';
import { decodeReferences } from './references.ts';

/** The start tags of a document in the order in which they stand, as the guard passes them. */
export class StartTags implements XmlSink {
  readonly names: string[] = [];
  readonly attributes: ReadonlyMap<string, string>[] = [];
  readonly offsets: number[] = [];

  start(name: string, attributes: ReadonlyMap<string, string>, offset: number): void {
    this.names.push(name);
    this.attributes.push(attributes);
    this.offsets.push(offset);
  }
}

type LibraryNode = Readonly<Record<string, unknown>>;

let parser: XMLParser | undefined;

/** The tree of a document that the guard let pass, with fast-xml-parser. */
export function libraryTree(source: XmlSource, tags: StartTags): XmlElement {
  // Without a prefix the library refuses or renames elements called `constructor` or `toString`.
  parser ??= new XMLParser({
    preserveOrder: true,
    ignoreAttributes: true,
    trimValues: false,
    parseTagValue: false,
    processEntities: false,
    htmlEntities: false,
    commentPropName: '#comment',
    cdataPropName: '#cdata',
    maxNestedTags: Number.MAX_SAFE_INTEGER,
    jPath: false,
    strictReservedNames: false,
    onDangerousProperty: (name) => name,
    ignoreDeclaration: true,
    ignorePiTags: true,
    // Applied twice to self-closing tags, so it must be idempotent.
    transformTagName: (name) => (name.startsWith('<') || name.startsWith('?') ? name : `<${name}`),
  });
  let nodes: LibraryNode[];
  try {
    nodes = parser.parse(source.text) as LibraryNode[];
  } catch (cause) {
    throw unexpected(source, cause);
  }
  let next = 0;
  const build = (name: string, content: readonly LibraryNode[]): XmlElement => {
    const at = next++;
    // The library takes a few letters (U+FEFF, U+1680) for white space, so its name may be the beginning only.
    if (at >= tags.names.length || !`<${tags.names[at]}`.startsWith(name)) throw unexpected(source);
    const children: XmlNode[] = [];
    for (const node of content) {
      for (const key in node) {
        if (key === '#text') {
          const value = decodeReferences(node[key] as string);
          const last = children.at(-1);
          // A processing instruction, which is left out, may have stood between.
          if (last?.kind === 'text') children[children.length - 1] = { kind: 'text', value: last.value + value };
          else children.push({ kind: 'text', value });
        } else if (key === '#comment') children.push({ kind: 'comment', value: inner(node[key]) });
        else if (key === '#cdata') children.push({ kind: 'cdata', value: inner(node[key]) });
        else children.push(build(key, node[key] as LibraryNode[]));
      }
    }
    return new XmlElement(
      tags.names[at] as string,
      tags.attributes[at],
      children,
      tags.offsets[at],
      source,
    );
  };
  for (const node of nodes) {
    for (const key in node) {
      if (!key.startsWith('<')) continue;
      const root = build(key, node[key] as LibraryNode[]);
      if (next === tags.names.length) return root;
    }
  }
  throw unexpected(source);
}

function inner(value: unknown): string {
  return ((value as readonly LibraryNode[])[0]?.['#text'] as string | undefined) ?? '';
}

function unexpected(source: XmlSource, cause?: unknown): VirtError {
  const name = source.name ?? '(document)';
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `${name}: fast-xml-parser disagrees with our reading`, {
    domain: 'VIR_FROM_XML',
    cause,
  });
}
