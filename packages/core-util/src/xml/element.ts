/** What may stand inside an element. */
export type XmlNode = XmlElement | XmlText | XmlCdata | XmlComment;

/** Character data, references already decoded. */
export interface XmlText {
  readonly kind: 'text';
  readonly value: string;
}

/** A CDATA section. */
export interface XmlCdata {
  readonly kind: 'cdata';
  readonly value: string;
}

export interface XmlComment {
  readonly kind: 'comment';
  readonly value: string;
}

/** The text that an element was read from: kept for error positions. */
export interface XmlSource {
  /** The whole document, line ends as LF. */
  readonly text: string;
  /** File name for messages, when there is one. */
  readonly name?: string;
}

const noElements: readonly XmlElement[] = [];
const noIndex: ReadonlyMap<string, readonly XmlElement[]> = new Map();
/** Shared by all elements without attributes. */
export const noAttributes: ReadonlyMap<string, string> = new Map();

/** An element of a document that was read, or built by hand. Names keep their prefix as written (`qemu:arg`). */
export class XmlElement {
  readonly kind = 'element';
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Where the start tag begins in `source.text`; -1 for an element that was not read. */
  readonly offset: number;
  readonly source: XmlSource | undefined;
  parent: XmlElement | undefined = undefined;
  private byName: ReadonlyMap<string, readonly XmlElement[]> | undefined = undefined;

  constructor(
    name: string,
    attributes: ReadonlyMap<string, string> = noAttributes,
    children: readonly XmlNode[] = [],
    offset = -1,
    source?: XmlSource,
  ) {
    this.name = name;
    this.attributes = attributes;
    this.children = children;
    this.offset = offset;
    this.source = source;
    for (const child of children) if (child.kind === 'element') child.parent = this;
  }

  /** Value of an attribute, or undefined. */
  attr(name: string): string | undefined {
    return this.attributes.get(name);
  }

  /** First child element of this name. */
  child(name: string): XmlElement | undefined {
    return this.index().get(name)?.[0];
  }

  /** All child elements of this name, in document order. */
  all(name: string): readonly XmlElement[] {
    return this.index().get(name) ?? noElements;
  }

  /** Child elements by name, built once. */
  index(): ReadonlyMap<string, readonly XmlElement[]> {
    return (this.byName ??= indexed(this.children));
  }

  /** All child elements, in document order. */
  get elements(): readonly XmlElement[] {
    return this.children.filter((child) => child.kind === 'element');
  }

  /** Character data of the element and everything inside it, CDATA included, comments not. */
  get text(): string {
    let text = '';
    for (const child of this.children) {
      if (child.kind === 'element') text += child.text;
      else if (child.kind !== 'comment') text += child.value;
    }
    return text;
  }
}

function indexed(children: readonly XmlNode[]): ReadonlyMap<string, readonly XmlElement[]> {
  let index: Map<string, XmlElement[]> | undefined;
  for (const child of children) {
    if (child.kind !== 'element') continue;
    index ??= new Map();
    const same = index.get(child.name);
    if (same === undefined) index.set(child.name, [child]);
    else same.push(child);
  }
  return index ?? noIndex;
}
