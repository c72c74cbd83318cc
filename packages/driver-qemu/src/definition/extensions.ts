import type { Domain } from '@virtweave/core-conf';
import { XmlElement } from '@virtweave/core-util/xml';

const uri = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** What stands first among its siblings, by local name. */
const order: readonly string[] = ['commandline', 'capabilities', 'override', 'deprecation', 'arg', 'env', 'add', 'del'];

/** Puts the elements of QEMU's own namespace, and their attributes, in the order in which libvirt writes them. */
export function completeExtensions({ extensions }: Domain): void {
  if (extensions?.uri !== uri) return;
  extensions.elements = inOrder(extensions.elements).map(ordered);
}

function ordered(element: XmlElement): XmlElement {
  const attributes = [...element.attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  const inner = inOrder(element.elements);
  const children = inner.length > 0 ? inner.map(ordered) : element.children.filter(({ kind }) => kind !== 'comment');
  return new XmlElement(element.name, new Map(attributes), children);
}

function inOrder(elements: readonly XmlElement[]): XmlElement[] {
  const place = ({ name }: XmlElement): number => order.indexOf(name.slice(name.indexOf(':') + 1));
  return [...elements].sort((a, b) => place(a) - place(b));
}
