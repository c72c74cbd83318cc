import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { select } from 'xpath';
import { CommandError } from '../errors.ts';

/**
 * The nodes of a document that an XPath 1.0 expression finds, seen from its outermost element.
 *
 * @throws CommandError in libxml2's words for what is no expression, and in virsh's for one that does not find nodes
 */
export function selectNodes(xml: string, expression: string): readonly Node[] {
  const { documentElement } = new DOMParser().parseFromString(xml, 'text/xml');
  if (documentElement === null) return [];
  dropBlanks(documentElement);
  const found = evaluate(expression, documentElement);
  if (!Array.isArray(found)) throw new CommandError(`internal error: Incorrect xpath '${expression}'`);
  return found;
}

function evaluate(expression: string, node: Node): ReturnType<typeof select> {
  try {
    return select(expression, node);
  } catch (error) {
    const { message } = error as Error;
    const name = /^Unknown function (.*)/.exec(message)?.[1];
    if (name !== undefined) throw new CommandError(`XPath error : Unregistered function ${name}`);
    if (/QName/.test(message)) throw new CommandError('XPath error : Undefined namespace prefix');
    if (/expects/.test(message)) throw new CommandError(`XPath error : ${message}`);
    throw new CommandError('XPath error : Invalid expression');
  }
}

/** White space between elements is no node for virsh. */
function dropBlanks(element: Element): void {
  const children = [...element.childNodes];
  const elements = children.filter((child): child is Element => child.nodeType === child.ELEMENT_NODE);
  elements.forEach(dropBlanks);
  if (elements.length === 0) return;
  for (const child of children)
    if (child.nodeType === child.TEXT_NODE && (child.nodeValue ?? '').trim() === '') element.removeChild(child);
}
