import { diskSource, type DiskSource } from '../domain/devices/disk-source.ts';
import { backingStore, type BackingStore } from '../domain/devices/disk.ts';
import { str } from '../table/codec.ts';
import { attr, type Required } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** An image that a driver's status names outside of the guest's disks: a target of a job, or a chain that no disk has any more. */
export interface StoredImage {
  source: DiskSource;
  format?: string;
  /** Of a chain: the image below. */
  backingStore?: BackingStore | 'end';
}

const current = diskSource({ empty: 'keep' });
/** Older versions had the source in the element itself. */
const inline = diskSource({ inline: true });

const source: Required<DiskSource> = {
  ...current,
  read(element, context) {
    const bare = element.child('source') === undefined && element.attr('protocol') !== undefined;
    return (bare ? inline : current).read(element, context) as DiskSource;
  },
};

/** `<src type='file' format='qcow2'><source file='..'/></src>`, whatever the element is called. */
export const storedImage: Table<StoredImage> = table<StoredImage>(() => ({ source, format: attr('format', str), backingStore }));
