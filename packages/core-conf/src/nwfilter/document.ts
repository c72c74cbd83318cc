import { randomUuid, systemRandom, type RandomBytes } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable, type Table } from '../table/table.ts';
import { nwfilterBinding, type NWFilterBinding } from './binding.ts';
import { nwfilter, type NWFilter } from './nwfilter.ts';

export interface NWFilterParseOptions extends DocumentOptions {
  /** Where generated UUIDs come from. */
  readonly random?: RandomBytes;
}

/**
 * Reads a `<filter>` document (`virNWFilterDefParse`); a UUID is made when there is none.
 *
 * @throws VirtError `VIR_ERR_INTERNAL_ERROR`, `VIR_ERR_XML_ERROR` and others, in libvirt's words and with the place in the
 * document
 *
 * @example
 * ```ts
 * parseNWFilter("<filter name='none'><rule action='drop' direction='inout'><all/></rule></filter>").chain; // 'root'
 * ```
 */
export function parseNWFilter(document: string | XmlElement, options: NWFilterParseOptions = {}): NWFilter {
  const filter = readNWFilter(document, options);
  filter.uuid ??= randomUuid(options.random ?? systemRandom);
  return filter;
}

/** Reads the object that a `<filter>` document stands for: nothing is filled in. */
export function readNWFilter(document: string | XmlElement, options: DocumentOptions = {}): NWFilter {
  return read(document, 'filter', nwfilter, '(nwfilter_definition)', options);
}

/** Writes a filter as libvirt writes it, byte for byte (`virNWFilterDefFormat`). */
export function formatNWFilter(filter: NWFilter): string {
  return formatDocument('filter', nwfilter, filter);
}

/**
 * Reads a `<filterbinding>` document (`virNWFilterBindingDefParse`). Nothing in it is left to be filled in.
 *
 * @throws VirtError in libvirt's words and with the place in the document
 */
export function parseNWFilterBinding(document: string | XmlElement, options: DocumentOptions = {}): NWFilterBinding {
  return read(document, 'filterbinding', nwfilterBinding, '(nwfilterbinding_definition)', options);
}

/** Writes a binding as libvirt writes it, byte for byte (`virNWFilterBindingDefFormat`). */
export function formatNWFilterBinding(binding: NWFilterBinding): string {
  return formatDocument('filterbinding', nwfilterBinding, binding);
}

function read<T>(document: string | XmlElement, name: string, table: Table<T>, defaultName: string, options: DocumentOptions): T {
  return readTable(table, openDocument(document, name, table, { ...options, defaultName }), { inactive: false, status: false });
}
