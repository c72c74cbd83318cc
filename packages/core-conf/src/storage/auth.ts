import { childRequired } from '../table/child.ts';
import { oneOf, refusing, str, type Refusal } from '../table/codec.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';
import { secretUuid } from './secret-use.ts';

/** `<auth>` of a pool: who asks the storage server, and which secret proves it. */
export interface StoragePoolAuth {
  type: 'chap' | 'ceph';
  username: string;
  secret: StoragePoolSecret;
}

/** Names a secret, by UUID or by what it is used for. */
export interface StoragePoolSecret {
  type?: string;
  uuid?: string;
  usage?: string;
}

const uuid: Field<string> = { ...attr('uuid', str), derived: true, read: (element) => secretUuid(element) };

const secret: Table<StoragePoolSecret> = table<StoragePoolSecret>(() => ({
  type: attr('type', str),
  uuid,
  usage: attr('usage', str),
}));

const missingType: Refusal = { detail: 'storage pool missing auth type', code: 'VIR_ERR_CONFIG_UNSUPPORTED' };

const types = refusing(oneOf('chap', 'ceph'), (text) =>
  text === 'none' ? missingType : { detail: `unknown auth type '${text}'`, code: 'VIR_ERR_CONFIG_UNSUPPORTED' },
);

export const poolAuth: Table<StoragePoolAuth> = table<StoragePoolAuth>(() => ({
  type: attrRequired('type', types, missingType),
  username: attrRequired('username', str, { detail: 'missing username for auth' }),
  secret: childRequired('secret', secret, { detail: 'Missing <secret> element in auth' }),
}));
