import type { XmlElement } from '@virtweave/core-util/xml';
import { oneOf, str, yesNo } from '../table/codec.ts';
import { enumCheck } from '../capabilities/enum.ts';
import { attrRequired, leaves, property } from '../table/field.ts';
import { child, list } from '../table/child.ts';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable, table, type Table } from '../table/table.ts';
import { poolTraits, storagePoolTypes, type StorageFormats, type StoragePoolType } from './pool-types.ts';

/** `<storagepoolCapabilities>`: which kinds of pools there are, and which of them this host can use. */
export interface StoragePoolCapabilities {
  pools: StoragePoolCapability[];
}

export interface StoragePoolCapability {
  type: StoragePoolType;
  supported: boolean;
  poolOptions?: StorageFormatOptions;
  volOptions?: StorageFormatOptions;
}

export interface StorageFormatOptions {
  defaultFormat?: string;
  formats: string[];
}

/** `<enum name='..'>`, written also when it has no values. */
function formats(name: string): Table<StorageFormatOptions> {
  const values = leaves('value', str);
  return table<StorageFormatOptions>(() => ({
    defaultFormat: property('defaultFormat', 'type', str),
    formats: {
      attributes: [],
      children: ['enum'],
      required: true,
      read(element, context) {
        const found = element.all('enum').find((one) => one.attr('name') === name);
        return found === undefined ? [] : values.read(found, context);
      },
      writeChildren(listed, out, owner) {
        out.xml.open('enum').attr('name', name);
        values.writeChildren?.(listed, out, owner);
        out.xml.close(true);
      },
      schema: () => ({ type: 'array', items: { type: 'string' } }),
      inner: enumCheck,
    },
  }));
}

const pool: Table<StoragePoolCapability> = table<StoragePoolCapability>(() => ({
  type: attrRequired('type', oneOf(...storagePoolTypes)),
  supported: attrRequired('supported', yesNo),
  poolOptions: child('poolOptions', formats('sourceFormatType')),
  volOptions: child('volOptions', formats('targetFormatType')),
}));

export const storagePoolCapabilitiesTable: Table<StoragePoolCapabilities> = table<StoragePoolCapabilities>(() => ({
  pools: list('pool', pool, { empty: 'pair' }),
}));

function options({ fallback, known, unlisted }: StorageFormats): StorageFormatOptions {
  return { defaultFormat: fallback, formats: unlisted === true ? [] : [...known] };
}

/** The capabilities of a host that can use these kinds of pools. */
export function storagePoolCapabilities(supported: Iterable<StoragePoolType>): StoragePoolCapabilities {
  const usable = new Set(supported);
  return {
    pools: storagePoolTypes.map((type) => {
      const { sourceFormats, volumeFormats } = poolTraits[type];
      return {
        type,
        supported: usable.has(type),
        ...(sourceFormats !== undefined && { poolOptions: options(sourceFormats) }),
        ...(volumeFormats !== undefined && { volOptions: options(volumeFormats) }),
      };
    }),
  };
}

/** Writes `<storagepoolCapabilities>` as libvirt does (`virStoragePoolCapsFormat`). */
export function formatStoragePoolCapabilities(
  document: StoragePoolCapabilities,
  formatOptions: { readonly indent?: number } = {},
): string {
  return formatDocument('storagepoolCapabilities', storagePoolCapabilitiesTable, document, formatOptions);
}

/** Reads a `<storagepoolCapabilities>` document. */
export function readStoragePoolCapabilities(document: string | XmlElement, readOptions: DocumentOptions = {}): StoragePoolCapabilities {
  const root = openDocument(document, 'storagepoolCapabilities', storagePoolCapabilitiesTable, {
    ...readOptions,
    defaultName: '(storage_pool_capabilities)',
  });
  return readTable(storagePoolCapabilitiesTable, root, { inactive: true, status: false });
}
