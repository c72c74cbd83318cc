import { oneOf, refusing, str, uint } from '../table/codec.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { child, some } from '../table/child.ts';
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

const passphrase = refusing(oneOf('passphrase'), (text) => ({
  detail: `unknown volume encryption secret type ${text}`,
  code: 'VIR_ERR_CONFIG_UNSUPPORTED',
}));

const uuid: Field<string> = { ...attr('uuid', str), derived: true, read: (element) => secretUuid(element) };

const secret: Table<StorageEncryptionSecret> = table<StorageEncryptionSecret>(() => ({
  type: attrRequired('type', passphrase, { detail: 'unknown volume encryption secret type' }),
  uuid,
  usage: attr('usage', str),
}));

const formats = refusing(oneOf('default', 'qcow', 'luks', 'luks2', 'luks-any'), (text) => ({
  detail: `unknown volume encryption format type ${text}`,
  code: 'VIR_ERR_CONFIG_UNSUPPORTED',
}));

const cipher: Table<StorageCipher> = table<StorageCipher>(() => ({
  name: attrRequired('name', str, { detail: "cipher info missing 'name' attribute" }),
  size: attrRequired('size', uint),
  mode: attr('mode', str),
  hash: attr('hash', str),
}));

const ivgen: Table<StorageIvgen> = table<StorageIvgen>(() => ({
  name: attrRequired('name', str, { detail: 'missing ivgen info name string' }),
  hash: attr('hash', str),
}));

export const storageEncryption: Table<StorageEncryption> = table<StorageEncryption>(() => ({
  format: attrRequired('format', formats, { detail: 'unknown volume encryption format' }),
  engine: attr('engine', oneOf('qemu', 'librbd')),
  secrets: some('secret', secret),
  cipher: child('cipher', cipher),
  ivgen: child('ivgen', ivgen),
}));
