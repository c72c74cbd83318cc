import { isUtf8 } from 'node:buffer';
import { VirtError } from '../errors/virt-error.ts';
import type { XmlElement, XmlSource } from './element.ts';
import { guard, illFormed, type XmlLimits, type XmlSink } from './guard.ts';
import { TreeBuilder } from './tree.ts';

/** Name for messages, and limits. */
export interface ReadXmlOptions {
  /** What messages call the document: a file name, or libvirt's `(domain_definition)`. Default `(document)`. */
  readonly name?: string;
  /** Size in bytes of UTF-8 that is still read. Default 16 MiB: a domain with 10,000 disks has some 5. */
  readonly maxBytes?: number;
  /** Elements inside each other. Default 1024. */
  readonly maxDepth?: number;
  /** Elements, attributes, texts and comments together. Default 1,000,000. */
  readonly maxNodes?: number;
}

/**
 * Reads an XML 1.0 document and gives its root element. Strict: a document that is not well-formed is refused, and so
 * is one with a document type, in another encoding than UTF-8, or beyond the limits. Comments and CDATA sections inside
 * the root and all white space are kept; processing instructions are checked and left out.
 *
 * @param input text, or UTF-8 with or without a byte order mark
 * @throws {VirtError} `VIR_ERR_XML_DETAIL` with name, line and column; `int1` and `int2` are line and column
 *
 * @example
 * ```ts
 * const domain = readXml(`<domain type='qemu'><name>web</name></domain>`, { name: '(domain_definition)' });
 * domain.attr('type'); // 'qemu'
 * domain.child('name')?.text; // 'web'
 * ```
 */
export function readXml(input: string | Uint8Array, options: ReadXmlOptions = {}): XmlElement {
  const source = xmlSource(input, options);
  const tree = new TreeBuilder(source);
  guard(source, xmlLimits(options), tree);
  return tree.root;
}

/**
 * Reads a document without making a tree of it: the sink is told of each start tag, text and end in turn. As strict as
 * {@link readXml}, for documents of which only a part is wanted.
 *
 * @throws {VirtError} `VIR_ERR_XML_DETAIL`; the sink has been told of what stands before the fault
 *
 * @example
 * ```ts
 * let disks = 0;
 * walkXml(text, { start: (name) => void (disks += name === 'disk' ? 1 : 0) });
 * ```
 */
export function walkXml(input: string | Uint8Array, sink: XmlSink, options: ReadXmlOptions = {}): void {
  guard(xmlSource(input, options), xmlLimits(options), sink);
}

/** The limits that a reader obeys, defaults filled in. */
function xmlLimits(options: ReadXmlOptions): XmlLimits {
  return { maxDepth: options.maxDepth ?? 1024, maxNodes: options.maxNodes ?? 1_000_000 };
}

/** The text of a document, its size and encoding checked, without a byte order mark, line ends as LF. */
export function xmlSource(input: string | Uint8Array, options: ReadXmlOptions = {}): XmlSource {
  const name = options.name ?? '(document)';
  const maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (bytes > maxBytes) {
    throw new VirtError('VIR_ERR_XML_DETAIL', `${name}: the document has ${bytes} bytes, the limit is ${maxBytes}`, {
      domain: 'VIR_FROM_XML',
    });
  }
  let text = typeof input === 'string' ? input : decodeUtf8(input, name);
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  return { text, name };
}

function decodeUtf8(bytes: Uint8Array, name: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  const lossy = buffer.toString('utf8');
  throw illFormed({ text: lossy, name }, firstLoss(buffer, lossy), 'Input is not proper UTF-8');
}

/** Offset in the decoded text of the first bytes that are not UTF-8. A replacement character may be a real one. */
function firstLoss(buffer: Buffer, lossy: string): number {
  let bytes = 0;
  let from = 0;
  for (let at = lossy.indexOf('\ufffd'); at >= 0; at = lossy.indexOf('\ufffd', from)) {
    bytes += Buffer.byteLength(lossy.slice(from, at));
    if (buffer[bytes] !== 0xef || buffer[bytes + 1] !== 0xbf || buffer[bytes + 2] !== 0xbd) return at;
    bytes += 3;
    from = at + 1;
  }
  return lossy.length;
}
