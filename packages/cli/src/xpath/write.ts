import type { Attr, Element, Node } from '@xmldom/xmldom';
import { XMLSerializer } from '@xmldom/xmldom';

const serializer = new XMLSerializer();

const isElement = (node: Node): node is Element => node.nodeType === node.ELEMENT_NODE;
const isAttribute = (node: Node): node is Attr => node.nodeType === node.ATTRIBUTE_NODE;

/** A node as libxml2 writes it: indented by two unless it holds text, an attribute with a blank in front. */
export function writeNode(node: Node, indent = ''): string {
  if (isElement(node)) return writeElement(node.nodeName, [...node.attributes], [...node.childNodes], indent);
  if (isAttribute(node)) return writeAttribute(node);
  if (node.nodeType !== node.DOCUMENT_NODE) return serializer.serializeToString(node);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[...node.childNodes].map((child) => `${writeNode(child)}\n`).join('')}`;
}

/** The nodes within one element; attributes become its own, and of those with one name the last one stays. */
export function wrapNodes(name: string, nodes: readonly Node[]): string {
  const attributes = new Map<string, Attr>();
  for (const node of nodes.filter(isAttribute)) {
    attributes.delete(node.name);
    attributes.set(node.name, node);
  }
  const others = nodes.flatMap((node) =>
    isAttribute(node) ? [] : node.nodeType === node.DOCUMENT_NODE ? [...node.childNodes] : [node],
  );
  return writeElement(name, [...attributes.values()], others, '');
}

function writeElement(name: string, attributes: readonly Attr[], children: readonly Node[], indent: string): string {
  const start = `${name}${attributes.map(writeAttribute).join('')}`;
  if (children.length === 0) return `<${start}/>`;
  const text = children.some((child) => child.nodeType === child.TEXT_NODE);
  const inside = text
    ? children.map((child) => serializer.serializeToString(child)).join('')
    : `\n${children.map((child) => `${indent}  ${writeNode(child, `${indent}  `)}\n`).join('')}${indent}`;
  return `<${start}>${inside}</${name}>`;
}

function writeAttribute({ name, value }: Attr): string {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return ` ${name}="${escaped}"`;
}
