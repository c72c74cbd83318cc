import type { VirtError } from '@virtweave/core-util';
import type { XmlElement } from '@virtweave/core-util/xml';
import { oneOf, str, uint } from '../table/codec.ts';
import { attr, attrRequired, type Field, type Required } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { secretUuid } from './secret-use.ts';

/** `<encryption>` of a volume. */
export interface StorageEncryption {
  format: 'default' | 'qcow' | 'luks' | 'luks2' | 'luks-any';
  /** Who decrypts. */
  engine?: 'qemu' | 'librbd';
  secrets?: StorageEncryptionSecret[];
  /** LUKS: how the data is encrypted, when the volume is made. */
  cipher?: StorageCipher;
  /** LUKS: how initialization vectors are made. */
  ivgen?: StorageIvgen;
}

/** The secret with the passphrase, by UUID or by what it is used for. */
export interface StorageEncryptionSecret {
  type: 'passphrase';
  uuid?: string;
  usage?: string;
}

export interface StorageCipher {
  name: string;
  /** Bits. */
  size: number;
  mode?: string;
  hash?: string;
}

export interface StorageIvgen {
  name: string;
  hash?: string;
}

function unsupported(element: XmlElement, detail: string, attribute: string): VirtError {
  return problem(element, detail, { code: 'VIR_ERR_CONFIG_UNSUPPORTED', attribute });
}

/** A name that must be there; `missing`: libvirt's word for its absence. */
function nameOr(missing: string): Required<string> {
  return {
    ...attr('name', str),
    required: true,
    read(element) {
      const value = element.attr('name');
      if (value === undefined) throw problem(element, missing);
      return value;
    },
  };
}

const passphrase = oneOf('passphrase');

const secretType: Required<'passphrase'> = {
  ...attr('type', passphrase),
  required: true,
  read(element) {
    const text = element.attr('type');
    if (text === undefined) throw problem(element, 'unknown volume encryption secret type');
    const value = passphrase.parse(text);
    if (value === undefined) throw unsupported(element, `unknown volume encryption secret type ${text}`, 'type');
    return value;
  },
};

const uuid: Field<string> = { ...attr('uuid', str), derived: true, read: (element) => secretUuid(element) };

const secret: Table<StorageEncryptionSecret> = table<StorageEncryptionSecret>({ type: secretType, uuid, usage: attr('usage', str) });

const formats = oneOf('default', 'qcow', 'luks', 'luks2', 'luks-any');

const format: Required<StorageEncryption['format']> = {
  ...attr('format', formats),
  required: true,
  read(element) {
    const text = element.attr('format');
    if (text === undefined) throw problem(element, 'unknown volume encryption format');
    const value = formats.parse(text);
    if (value === undefined) throw unsupported(element, `unknown volume encryption format type ${text}`, 'format');
    return value;
  },
};

const cipher: Table<StorageCipher> = table<StorageCipher>({
  name: nameOr("cipher info missing 'name' attribute"),
  size: attrRequired('size', uint),
  mode: attr('mode', str),
  hash: attr('hash', str),
});

const ivgen: Table<StorageIvgen> = table<StorageIvgen>({
  name: nameOr('missing ivgen info name string'),
  hash: attr('hash', str),
});

export const storageEncryption: Table<StorageEncryption> = table<StorageEncryption>({
  format,
  engine: attr('engine', oneOf('qemu', 'librbd')),
  secrets: some('secret', secret),
  cipher: child('cipher', cipher),
  ivgen: child('ivgen', ivgen),
});
