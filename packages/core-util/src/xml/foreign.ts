import { blanks } from './blanks.ts';
import type { XmlElement, XmlNode } from './element.ts';
import { escapeForeignText, escapeForeignValue } from './escape.ts';

/**
 * Foreign XML (the content of `<metadata>`, for one) as libxml2 writes it, without a line end: double quotes, `xmlns`
 * before the other attributes, comments and CDATA kept. White space between elements gives way to two blanks of
 * indentation per level; where an element holds text, all its white space is kept. A namespace prefix that is declared
 * outside the element is declared on it again, so that what is written stands alone.
 *
 * @param indent blanks before the end tags of the outermost element; its start tag is not indented
 */
export function foreignXml(element: XmlElement, indent = 0): string {
  return write(element, indent, false, inherited(element));
}

function write(
  element: XmlElement,
  indent: number,
  preserve: boolean,
  declarations: ReadonlyMap<string, string> = none,
): string {
  let out = `<${element.name}`;
  for (const [name, value] of declarations) out += ` ${name}="${escapeForeignValue(value)}"`;
  for (const [name, value] of element.attributes) if (isXmlns(name)) out += ` ${name}="${escapeForeignValue(value)}"`;
  for (const [name, value] of element.attributes) if (!isXmlns(name)) out += ` ${name}="${escapeForeignValue(value)}"`;
  const space = element.attr('xml:space');
  const keep = space === undefined ? preserve : space === 'preserve';
  const children = significant(element.children, keep);
  if (children.length === 0) return `${out}/>`;
  out += '>';
  // libxml2 formats the content of an element only when none of it, at any depth, stands beside text.
  const formatted = indent >= 0 && children.every((child) => child.kind === 'element' || child.kind === 'comment');
  for (const child of children) {
    if (formatted) out += `\n${blanks(indent + 2)}`;
    if (child.kind === 'element') out += write(child, formatted ? indent + 2 : -1, keep);
    else if (child.kind === 'comment') out += `<!--${child.value}-->`;
    else if (child.kind === 'cdata') out += `<![CDATA[${child.value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
    else out += escapeForeignText(child.value);
  }
  if (formatted) out += `\n${blanks(indent)}`;
  return `${out}</${element.name}>`;
}

/**
 * The children without the white space that libxml2 takes for indentation when it is told not to keep blanks. It keeps
 * white space that is alone in its element, that stands in an element which begins with text, and behind a text that
 * itself begins with white space; by experiment, and not always what one would want. CDATA sections that touch are one.
 */
function significant(children: readonly XmlNode[], preserve: boolean): readonly XmlNode[] {
  const kept: XmlNode[] = [];
  let mixed = false;
  for (const [at, child] of children.entries()) {
    const last = kept.at(-1);
    if (child.kind === 'cdata' && last?.kind === 'cdata') {
      kept[kept.length - 1] = { kind: 'cdata', value: last.value + child.value };
      continue;
    }
    if (child.kind === 'text' && !preserve) {
      const alone = last === undefined && at === children.length - 1;
      if (!isBlank(child.value)) mixed ||= isBlank(child.value.charAt(0));
      else if (!alone && !mixed && kept[0]?.kind !== 'text') continue;
    }
    kept.push(child);
  }
  return kept;
}

/** Declarations of the prefixes that are used inside an element and declared outside it. */
function inherited(top: XmlElement): ReadonlyMap<string, string> {
  if (top.parent === undefined) return none;
  const wanted = new Set<string>();
  const visit = (element: XmlElement, outer: ReadonlySet<string>): void => {
    let declared = outer;
    for (const name of element.attributes.keys()) {
      if (!isXmlns(name)) continue;
      if (declared === outer) declared = new Set(outer);
      (declared as Set<string>).add(name);
    }
    for (const name of [element.name, ...element.attributes.keys()]) {
      if (isXmlns(name)) continue;
      const colon = name.indexOf(':');
      if (colon < 0 && name !== element.name) continue;
      const declaration = colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`;
      if (!declared.has(declaration)) wanted.add(declaration);
    }
    for (const child of element.elements) visit(child, declared);
  };
  visit(top, new Set());
  const found = new Map<string, string>();
  for (const name of wanted) {
    for (let outer: XmlElement | undefined = top.parent; outer !== undefined; outer = outer.parent) {
      const value = outer.attr(name);
      if (value === undefined) continue;
      if (value !== '') found.set(name, value);
      break;
    }
  }
  return found;
}

function isXmlns(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function isBlank(text: string): boolean {
  return !/[^ \t\n\r]/.test(text);
}

const none: ReadonlyMap<string, string> = new Map();
