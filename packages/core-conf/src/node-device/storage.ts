import { str, uint64, type Int64 } from '../table/codec.ts';
import { leaf, type Field, type Required } from '../table/field.ts';
import { table, type Fields, type Table } from '../table/table.ts';
import { sizeSupplied, textSupplied } from './fields.ts';
import { subCapabilities } from './sub-capability.ts';

/** A block device. */
export interface StorageCapability extends BlockData {
  type: 'storage';
  /** Path of the device. */
  block: string;
  bus?: string;
  /** Such as `disk` or `cdrom`. */
  driveType?: string;
  model?: string;
  vendor?: string;
  serial?: string;
  /** Its media can be changed; their size stands here, and `size` is absent. */
  removable?: RemovableMedia;
  /** Bytes. */
  size?: Int64;
  hotpluggable?: true;
}

export interface RemovableMedia extends BlockData {
  available: boolean;
  /** Bytes. */
  size: Int64;
  label?: string;
}

/** As the driver found them; 0 is not written. */
export interface BlockData {
  /** Bytes. */
  logicalBlockSize?: Int64;
  numBlocks?: Int64;
}

const blockData: Fields<BlockData> = {
  logicalBlockSize: leaf('logical_block_size', uint64, { omit: 0 }),
  numBlocks: leaf('num_blocks', uint64, { omit: 0 }),
};

const available: Required<boolean> = {
  attributes: [],
  children: ['media_available'],
  required: true,
  read: (element) => element.child('media_available')?.text === '1',
  writeChildren(value, out) {
    out.xml.leaf('media_available', value ? '1' : '0');
  },
  schema: () => ({ type: 'boolean' }),
};

const media: Table<RemovableMedia> = table<RemovableMedia>(() => ({
  available,
  size: sizeSupplied('media_size', 'removable media size'),
  label: leaf('media_label', str),
  ...blockData,
}));

interface Inside {
  removable: RemovableMedia;
  hotpluggable: object;
}

const inside = subCapabilities<Inside>({ removable: media, hotpluggable: table<object>(() => ({})) }, { of: 'storage' });
const hotplug = inside.field('hotpluggable');

const fixedSize = sizeSupplied('size', 'size');

/** Devices without removable media must tell their size. */
const size: Field<Int64> = {
  ...fixedSize,
  required: false,
  derived: true,
  read(element, context) {
    const isRemovable = element.all('capability').some((one) => one.attr('type') === 'removable');
    return isRemovable ? undefined : fixedSize.read(element, context);
  },
};

export const storage: Fields<Omit<StorageCapability, 'type'>> = {
  block: textSupplied('block', 'block device path'),
  bus: leaf('bus', str),
  driveType: leaf('drive_type', str),
  model: leaf('model', str),
  vendor: leaf('vendor', str),
  serial: leaf('serial', str),
  removable: inside.field('removable'),
  size,
  ...blockData,
  hotpluggable: {
    attributes: [],
    children: ['capability'],
    read: (element, context) => (hotplug.read(element, context) === undefined ? undefined : true),
    writeChildren(_value, out) {
      out.xml.open('capability').attr('type', 'hotpluggable').close();
    },
    schema: () => ({ const: true }),
    inner: (name, element) => hotplug.inner?.(name, element),
  },
};
