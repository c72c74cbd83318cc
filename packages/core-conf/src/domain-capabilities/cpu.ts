import type { XmlElement } from '@virtweave/core-util/xml';
import { enumOf } from '../capabilities/enum.ts';
import { cpuFeature, cpuMaxPhysAddr, cpuModel, type CpuFeature, type CpuMaxPhysAddr, type CpuModel } from '../domain/cpu.ts';
import { child, some } from '../table/child.ts';
import { str, yesNo } from '../table/codec.ts';
import { attr, attrRequired, leaf, type Field, type NameCheck } from '../table/field.ts';
import { nameCheck, readTable, table, writeTable, type Table } from '../table/table.ts';
import { customModels, type CustomCpuModel } from './cpu-models.ts';

/** `<cpu>`: what each mode of a guest's CPU gives. */
export interface CpuCapabilities {
  hostPassthrough?: HostPassthroughCapabilities;
  maximum?: MaximumCpuCapabilities;
  hostModel?: HostModelCapabilities;
  custom?: CustomCpuCapabilities;
}

/** `host-passthrough`: the guest sees the CPU of the host. */
export interface HostPassthroughCapabilities {
  supported: boolean;
  /** Values of `migratable`: `on`, `off`. */
  hostPassthroughMigratable?: string[];
}

/** `maximum`: the guest sees all that the hypervisor can give. */
export interface MaximumCpuCapabilities {
  supported: boolean;
  /** Values of `migratable`: `on`, `off`. */
  maximumMigratable?: string[];
}

/** `host-model`: the CPU that a guest with this mode gets at present. */
export interface HostModelCapabilities {
  supported: boolean;
  model?: CpuModel;
  vendor?: string;
  maxphysaddr?: CpuMaxPhysAddr;
  features?: CpuFeature[];
}

/** `custom`: the models that can be named. */
export interface CustomCpuCapabilities {
  supported: boolean;
  models?: CustomCpuModel[];
}

export function cpuCapabilities(): Table<CpuCapabilities> {
  const supported = attrRequired('supported', yesNo);
  const mode = modes({
    'host-passthrough': table<HostPassthroughCapabilities>(() => ({
      supported,
      hostPassthroughMigratable: enumOf('hostPassthroughMigratable'),
    })),
    maximum: table<MaximumCpuCapabilities>(() => ({ supported, maximumMigratable: enumOf('maximumMigratable') })),
    'host-model': table<HostModelCapabilities>(() => ({
      supported,
      model: child('model', cpuModel),
      vendor: leaf('vendor', str),
      maxphysaddr: child('maxphysaddr', cpuMaxPhysAddr),
      features: some('feature', cpuFeature),
    })),
    custom: table<CustomCpuCapabilities>(() => ({ supported, models: customModels() })),
  });
  return table<CpuCapabilities>(() => ({
    hostPassthrough: mode('host-passthrough'),
    maximum: mode('maximum'),
    hostModel: mode('host-model'),
    custom: mode('custom'),
  }));
}

const modeName: Field<unknown> = attr('name', str) as Field<unknown>;

/** `<mode name='..'>`: the modes differ in what is inside them. */
function modes<T extends object>(tables: { readonly [K in keyof T]: Table<T[K]> }): <K extends keyof T & string>(name: K) => Field<T[K]> {
  const known = new Map<string, Table<unknown>>(Object.entries(tables));
  const inner = (_child: string, element: XmlElement): NameCheck | undefined => {
    const of = known.get(element.attr('name') ?? '');
    return of === undefined ? undefined : nameCheck([modeName, ...of.fields.map(({ field }) => field)]);
  };
  return (name) => {
    const of = tables[name];
    return {
      attributes: [],
      children: ['mode'],
      read(element, context) {
        const found = element.all('mode').find((one) => one.attr('name') === name);
        return found === undefined ? undefined : readTable(of, found, context);
      },
      writeChildren(value, out) {
        out.xml.open('mode').attr('name', name);
        writeTable(of, value, out);
        out.xml.close();
      },
      schema: () => of.schema(),
      inner,
    };
  };
}
