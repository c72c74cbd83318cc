import type { XmlElement } from '@virtweave/core-util/xml';

/** A document as XPath sees it: attributes, texts and the document itself are nodes, too. */
export interface XPathNode {
  readonly kind: 'root' | 'element' | 'text' | 'comment' | 'attribute';
  readonly name: string;
  /** Of what has no children. */
  readonly value: string;
  readonly parent: XPathNode | undefined;
  readonly children: readonly XPathNode[];
  readonly attributes: readonly XPathNode[];
  /** Place in the document. */
  readonly order: number;
  /** Is it in a namespace? Such elements have no name that an expression without prefixes could say. */
  readonly foreign: boolean;
}

/** The outermost element of a document, in its tree. White space between elements is no node. */
export function treeOf(document: XmlElement): XPathNode {
  let order = 0;
  const leaf = (kind: XPathNode['kind'], name: string, value: string, parent: XPathNode): XPathNode => ({
    kind, name, value, parent, children: [], attributes: [], order: (order += 1), foreign: name.includes(':'),
  });
  const branch = (element: XmlElement, parent: XPathNode, inherited: boolean): XPathNode => {
    const own = element.attr('xmlns');
    const defaulted = own === undefined ? inherited : own !== '';
    const children: XPathNode[] = [];
    const attributes: XPathNode[] = [];
    const node: XPathNode = {
      kind: 'element', name: element.name, value: '', parent, children, attributes, order: (order += 1),
      foreign: defaulted || element.name.includes(':'),
    };
    for (const [name, value] of element.attributes) attributes.push(leaf('attribute', name, value, node));
    const mixed = element.elements.length === 0;
    for (const child of element.children) {
      if (child.kind === 'element') children.push(branch(child, node, defaulted));
      else if (child.kind === 'comment') children.push(leaf('comment', '', child.value, node));
      else if (mixed || child.value.trim() !== '') children.push(leaf('text', '', child.value, node));
    }
    return node;
  };
  const children: XPathNode[] = [];
  const root: XPathNode = { kind: 'root', name: '', value: '', parent: undefined, children, attributes: [], order, foreign: false };
  const top = branch(document, root, false);
  children.push(top);
  return top;
}

/** Its text, and that of all that is inside. */
export function textOf(node: XPathNode): string {
  if (node.kind !== 'root' && node.kind !== 'element') return node.value;
  return node.children.map((child) => (child.kind === 'comment' ? '' : textOf(child))).join('');
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const attribute = ({ name, value }: XPathNode): string => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`;

/** A node as XML, with double quotes, indented by two unless it holds text. An attribute begins with a blank. */
export function written(node: XPathNode, indent = ''): string {
  switch (node.kind) {
    case 'root':
      return `<?xml version="1.0" encoding="UTF-8"?>\n${node.children.map((child) => `${written(child)}\n`).join('')}`;
    case 'text':
      return escaped(node.value);
    case 'comment':
      return `<!--${node.value}-->`;
    case 'attribute':
      return attribute(node);
    default:
      return element(node.name, node.attributes, node.children, indent);
  }
}

/** An element of that name around nodes. */
export function element(
  name: string,
  attributes: readonly XPathNode[],
  children: readonly XPathNode[],
  indent = '',
): string {
  const start = `${name}${attributes.map(attribute).join('')}`;
  if (children.length === 0) return `<${start}/>`;
  const plain = children.some(({ kind }) => kind === 'text');
  const inner = plain
    ? children.map((child) => flat(child)).join('')
    : `\n${children.map((child) => `${indent}  ${written(child, `${indent}  `)}\n`).join('')}${indent}`;
  return `<${start}>${inner}</${name}>`;
}

/** On one line: what stands among text. */
function flat(node: XPathNode): string {
  if (node.kind !== 'element') return written(node);
  const start = `${node.name}${node.attributes.map(attribute).join('')}`;
  return node.children.length === 0 ? `<${start}/>` : `<${start}>${node.children.map(flat).join('')}</${node.name}>`;
}
