import { attr, leaf, type Field } from '../table/field.ts';
import { some } from '../table/child.ts';
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

const relabelWord: Field<boolean> = attr('relabel', yesNo);
/** What its absence means. */
const relabelByType: { readonly [type: string]: boolean } = { static: false, dynamic: true };

const imagelabel: Field<string> = leaf('imagelabel', str);

export const seclabel: Table<Seclabel> = table<Seclabel>(() => ({
  type: attr('type', oneOf('none', 'dynamic', 'static')),
  model: attr('model', str),
  relabel: {
    ...relabelWord,
    derived: true,
    read(element, context) {
      const type = element.attr('type') ?? '';
      const given = relabelWord.read(element, context) ?? relabelByType[type];
      // Without a label there is nothing to give to files.
      return type === 'none' && given === false ? undefined : given;
    },
  },
  label: leaf('label', str),
  imagelabel: {
    ...imagelabel,
    read: (element, context) => (context.inactive ? undefined : imagelabel.read(element, context)),
    // The label of a static one stays as it is when the guest stops.
    writeChildren(value, out, owner) {
      if (!out.inactive || (owner as Seclabel).type === 'static') imagelabel.writeChildren?.(value, out, owner);
    },
  },
  baselabel: leaf('baselabel', str),
}));

export const deviceSeclabel: Table<DeviceSeclabel> = table<DeviceSeclabel>(() => ({
  model: attr('model', str),
  relabel: attr('relabel', yesNo),
  labelskip: attr('labelskip', yesNo),
  label: leaf('label', str),
}));

const allLabels: Field<DeviceSeclabel[]> = some('seclabel', deviceSeclabel);

/** One that was skipped while the guest ran says nothing of a stopped one. */
const lasting = (labels: readonly DeviceSeclabel[]): DeviceSeclabel[] =>
  labels.filter(({ label, relabel }) => label !== undefined || relabel !== undefined);

/** The labels of one source. */
export const deviceSeclabels: Field<DeviceSeclabel[]> = {
  ...allLabels,
  read(element, context) {
    const labels = allLabels.read(element, context);
    if (labels === undefined || !context.inactive) return labels;
    const kept = lasting(labels);
    return kept.length > 0 ? kept : undefined;
  },
  writeChildren(labels, out, owner) {
    allLabels.writeChildren?.(out.inactive ? lasting(labels) : labels, out, owner);
  },
};
