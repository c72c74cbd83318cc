import { oneOf, str, yesNo } from '../table/codec.ts';
import { attr, properties, textRequired, type Field } from '../table/field.ts';
import { readTable, table, writeElement } from '../table/table.ts';

/** `<model>` and the `<blockers>` behind it: a CPU model that guests can name. */
export interface CustomCpuModel {
  name: string;
  /** Whether this host can give all that the model has; `unknown` when the hypervisor does not tell. */
  usable?: 'yes' | 'no' | 'unknown';
  /** `Intel`, `AMD`, ..., or `unknown`. */
  vendor?: string;
  /** The hypervisor advises against it. */
  deprecated?: boolean;
  /** The versioned model that this name stands for. */
  canonical?: string;
  /** Features that the host lacks: why the model is not usable. */
  blockers?: string[];
}

export function customModels(): Field<CustomCpuModel[]> {
  const model = table<Omit<CustomCpuModel, 'blockers'>>(() => ({
    usable: attr('usable', oneOf('yes', 'no', 'unknown')),
    deprecated: attr('deprecated', yesNo, { omit: false }),
    vendor: attr('vendor', str),
    canonical: attr('canonical', str),
    name: textRequired(str),
  }));
  const blockers = table<Blockers>(() => ({ model: attr('model', str), features: properties('feature', 'name', str) }));
  return {
    attributes: [],
    children: ['model', 'blockers'],
    read(element, context) {
      const models: CustomCpuModel[] = [];
      const byName = new Map<string | undefined, CustomCpuModel>();
      for (const child of element.elements) {
        if (child.name === 'model') {
          const found: CustomCpuModel = readTable(model, child, context);
          models.push(found);
          byName.set(found.name, found);
        } else if (child.name === 'blockers') {
          // They stand behind their model, which they name.
          const found = readTable(blockers, child, context);
          const blocked = byName.get(found.model);
          if (blocked !== undefined) blocked.blockers = found.features;
        }
      }
      return models;
    },
    writeChildren(models, out) {
      for (const { blockers: features, ...rest } of models) {
        writeElement('model', model, rest, out);
        if (features !== undefined) writeElement('blockers', blockers, { model: rest.name, features }, out);
      }
    },
    schema() {
      const { properties: settings, required, ...schema } = model.schema();
      const features = { type: 'array', items: { type: 'string' } } as const;
      return {
        type: 'array',
        items: { ...schema, properties: { ...settings, blockers: features }, ...(required && { required }) },
      };
    },
    inner: (name) => (name === 'model' ? model.check : blockers.check),
  };
}

interface Blockers {
  model?: string;
  features: string[];
}
