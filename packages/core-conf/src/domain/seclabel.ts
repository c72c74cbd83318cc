import { attr, leaf, live } from '../table/field.ts';
import { oneOf, str, yesNo } from '../table/codec.ts';
import { table, type Table } from '../table/table.ts';

/** `<seclabel>` of a domain: how a security driver confines the guest. */
export interface Seclabel {
  type?: 'none' | 'dynamic' | 'static';
  model?: string;
  /** Whether the guest's files are given the label. */
  relabel?: boolean;
  label?: string;
  imagelabel?: string;
  baselabel?: string;
}

/** `<seclabel>` of one device's source. */
export interface DeviceSeclabel {
  model?: string;
  relabel?: boolean;
  /** The image could not be labelled, and that was accepted. */
  labelskip?: boolean;
  label?: string;
}

export const seclabel: Table<Seclabel> = table<Seclabel>({
  type: attr('type', oneOf('none', 'dynamic', 'static')),
  model: attr('model', str),
  relabel: attr('relabel', yesNo),
  label: leaf('label', str),
  imagelabel: live(leaf('imagelabel', str)),
  baselabel: leaf('baselabel', str),
});

export const deviceSeclabel: Table<DeviceSeclabel> = table<DeviceSeclabel>({
  model: attr('model', str),
  relabel: attr('relabel', yesNo),
  labelskip: attr('labelskip', yesNo),
  label: leaf('label', str),
});
