import { childRequired } from '../table/child.ts';
import { oneOf, str } from '../table/codec.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
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

const secret: Table<StoragePoolSecret> = table<StoragePoolSecret>({
  type: attr('type', str),
  uuid,
  usage: attr('usage', str),
});

const types = oneOf('chap', 'ceph');

const type: Required<'chap' | 'ceph'> = {
  ...attr('type', types),
  required: true,
  read(element) {
    const text = element.attr('type');
    if (text === undefined || text === 'none') {
      throw problem(element, 'storage pool missing auth type', { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    }
    const value = types.parse(text);
    if (value === undefined) {
      throw problem(element, `unknown auth type '${text}'`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED', attribute: 'type' });
    }
    return value;
  },
};

const username: Required<string> = {
  ...attr('username', str),
  required: true,
  read(element) {
    const value = element.attr('username');
    if (value === undefined) throw problem(element, 'missing username for auth');
    return value;
  },
};

export const poolAuth: Table<StoragePoolAuth> = table<StoragePoolAuth>({
  type,
  username,
  secret: childRequired('secret', secret, 'Missing <secret> element in auth'),
});
