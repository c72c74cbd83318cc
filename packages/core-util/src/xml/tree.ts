import { XmlElement, type XmlNode, type XmlSource } from './element.ts';
import type { XmlSink } from './guard.ts';

/** Makes elements of what the guard passes. */
export class TreeBuilder implements XmlSink {
  readonly #source: XmlSource;
  readonly #outer: XmlElement[] = [];
  #root: XmlElement | undefined = undefined;
  /** The innermost element that is open, and what it holds so far. */
  #open: XmlElement | undefined = undefined;
  #children: XmlNode[] = [];

  constructor(source: XmlSource) {
    this.#source = source;
  }

  /** The root element, once the guard has reached the end of the document: a document without one it refuses. */
  get root(): XmlElement {
    return this.#root as XmlElement;
  }

  start(name: string, attributes: ReadonlyMap<string, string>, offset: number): void {
    const children: XmlNode[] = [];
    const element = new XmlElement(name, attributes, children, offset, this.#source);
    if (this.#open === undefined) this.#root = element;
    else {
      element.parent = this.#open;
      this.#children.push(element);
      this.#outer.push(this.#open);
    }
    this.#open = element;
    this.#children = children;
  }

  end(): void {
    this.#open = this.#outer.pop();
    if (this.#open !== undefined) this.#children = this.#open.children as XmlNode[];
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
