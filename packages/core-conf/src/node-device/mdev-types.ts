import { str, uint } from '../table/codec.ts';
import { attrRequired, leaf, leafRequired, type Required } from '../table/field.ts';
import { some } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';

/** Kinds of mediated devices that a device can be divided into. */
export interface MdevTypes {
  types?: MdevType[];
}

export interface MdevType {
  id: string;
  /** For people. */
  name?: string;
  /** Such as `vfio-pci`. */
  deviceApi: string;
  /** How many more there may be. */
  availableInstances: number;
}

const deviceApi: Required<string> = {
  ...leafRequired('deviceAPI', str),
  read(element) {
    const value = element.child('deviceAPI')?.text ?? '';
    if (value === '') throw problem(element, `missing device API for mediated device type '${element.attr('id') ?? ''}'`);
    return value;
  },
};

const availableInstances: Required<number> = {
  ...leafRequired('availableInstances', uint),
  read(element) {
    const value = uint.parse(element.child('availableInstances')?.text ?? '');
    if (value === undefined) {
      throw problem(element, `missing number of available instances for mediated device type '${element.attr('id') ?? ''}'`);
    }
    return value;
  },
};

const mdevType: Table<MdevType> = table<MdevType>(() => ({
  id: attrRequired('id', str, { detail: "missing 'id' attribute for mediated device's <type> element" }),
  name: leaf('name', str),
  deviceApi,
  availableInstances,
}));

export const mdevTypes: Table<MdevTypes> = table<MdevTypes>(() => ({ types: some('type', mdevType) }));
