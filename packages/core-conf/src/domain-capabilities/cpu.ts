import { enumOf } from '../capabilities/enum.ts';
import { cpuFeature, cpuMaxPhysAddr, cpuModel, type CpuFeature, type CpuMaxPhysAddr, type CpuModel } from '../domain/cpu.ts';
import { child, some } from '../table/child.ts';
import { str, yesNo } from '../table/codec.ts';
import { attrRequired, leaf, type Field } from '../table/field.ts';
import { readTable, table, writeTable, type Table } from '../table/table.ts';
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
  return table<CpuCapabilities>(() => ({
    hostPassthrough: mode(
      'host-passthrough',
      table<HostPassthroughCapabilities>(() => ({ supported, hostPassthroughMigratable: enumOf('hostPassthroughMigratable') })),
    ),
    maximum: mode('maximum', table<MaximumCpuCapabilities>(() => ({ supported, maximumMigratable: enumOf('maximumMigratable') }))),
    hostModel: mode(
      'host-model',
      table<HostModelCapabilities>(() => ({
        supported,
        model: child('model', cpuModel),
        vendor: leaf('vendor', str),
        maxphysaddr: child('maxphysaddr', cpuMaxPhysAddr),
        features: some('feature', cpuFeature),
      })),
    ),
    custom: mode('custom', table<CustomCpuCapabilities>(() => ({ supported, models: customModels() }))),
  }));
}

/** `<mode name='..'>`: the modes differ in what is inside them. */
function mode<T>(name: string, of: Table<T>): Field<T> {
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
  };
}
