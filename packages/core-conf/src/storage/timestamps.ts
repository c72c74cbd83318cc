import { leaf, type Field } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** When a volume was used, as drivers report it: seconds since 1970 with up to nine decimals, such as `1341933637.273190990`. */
export interface StorageTimestamps {
  /** Last access. */
  atime?: string;
  /** Last change of the content. */
  mtime?: string;
  /** Last change of the content or of what the file system knows about it. */
  ctime?: string;
  /** Birth. */
  btime?: string;
}

const pattern = '^-?[0-9]+(\\.[0-9]{0,9})?$';

function time(name: keyof StorageTimestamps): Field<string> {
  const shape = new RegExp(pattern);
  return leaf(name, {
    parse: (text) => (shape.test(text) ? text : undefined),
    format: (value) => value,
    schema: { type: 'string', pattern },
  });
}

export const timestamps: Table<StorageTimestamps> = table<StorageTimestamps>(() => ({
  atime: time('atime'),
  mtime: time('mtime'),
  ctime: time('ctime'),
  btime: time('btime'),
}));
