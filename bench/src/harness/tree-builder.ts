import { XmlElement, type XmlNode, type XmlSink, type XmlSource } from '@virtweave/core-util/xml';

/** The tree of a document made by ourselves, without the XML library: what replacing the reader would give. */
export class TreeBuilder implements XmlSink {
  root: XmlElement | undefined = undefined;
  readonly #source: XmlSource | undefined;
  readonly #open: XmlElement[] = [];
  #parent: XmlElement | undefined = undefined;
  #children: XmlNode[] = [];

  constructor(source?: XmlSource) {
    this.#source = source;
  }

  start(name: string, attributes: ReadonlyMap<string, string>, offset: number): void {
    const children: XmlNode[] = [];
    const element = new XmlElement(name, attributes, children, offset, this.#source);
    const parent = this.#parent;
    if (parent === undefined) this.root = element;
    else {
      element.parent = parent;
      this.#children.push(element);
      this.#open.push(parent);
    }
    this.#parent = element;
    this.#children = children;
  }

  end(): void {
    this.#parent = this.#open.pop();
    if (this.#parent !== undefined) this.#children = this.#parent.children as XmlNode[];
  }

  text(value: string): void {
    const last = this.#children.at(-1);
    // A processing instruction, which is left out, may have stood between.
    if (last?.kind === 'text') this.#children[this.#children.length - 1] = { kind: 'text', value: last.value + value };
    else this.#children.push({ kind: 'text', value });
  }

  cdata(value: string): void {
    this.#children.push({ kind: 'cdata', value });
  }

  comment(value: string): void {
    this.#children.push({ kind: 'comment', value });
  }
}
