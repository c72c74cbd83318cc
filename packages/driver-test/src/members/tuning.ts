import type { HypervisorDriver } from '@virtweave/core-api';
import { checkParams, ParamList, paramValue, stringValues, type ParamSpec } from '@virtweave/core-api/driver-kit';
import type { Domain } from '@virtweave/core-conf';
import { Bitmap } from '@virtweave/core-util';
import { change, definitionOf, impactOf, oneImpactOf } from '../domain/impact.ts';
import { domainError, testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Tuning =
  | 'domainGetBlkioParameters'
  | 'domainGetNumaParameters'
  | 'domainGetPerfEvents'
  | 'domainGetSchedulerParametersFlags'
  | 'domainGetSchedulerType'
  | 'domainSetBlkioParameters'
  | 'domainSetNumaParameters'
  | 'domainSetPerfEvents'
  | 'domainSetSchedulerParametersFlags';

type BlkioDevice = NonNullable<NonNullable<Domain['blkiotune']>['devices']>[number];

const deviceParams: readonly (readonly [name: string, key: Exclude<keyof BlkioDevice, 'path'>])[] = [
  ['device_weight', 'weight'],
  ['device_read_iops_sec', 'readIopsSec'],
  ['device_write_iops_sec', 'writeIopsSec'],
  ['device_read_bytes_sec', 'readBytesSec'],
  ['device_write_bytes_sec', 'writeBytesSec'],
];
const blkioSpec: ParamSpec = { weight: 'uint', ...Object.fromEntries(deviceParams.map(([name]) => [name, 'string' as const])) };

/** In the order of `virDomainNumatuneMemMode`. */
const numaModes = ['strict', 'preferred', 'interleave', 'restrictive'] as const;

const perfEvents = [
  'cmt', 'mbmt', 'mbml', 'cpu_cycles', 'instructions', 'cache_references', 'cache_misses', 'branch_instructions',
  'branch_misses', 'bus_cycles', 'stalled_cycles_frontend', 'stalled_cycles_backend', 'ref_cpu_cycles', 'cpu_clock',
  'task_clock', 'page_faults', 'context_switches', 'cpu_migrations', 'page_faults_min', 'page_faults_maj',
  'alignment_faults', 'emulation_faults',
] as const;

/** Block weights, NUMA placement, performance events, the scheduler. */
export function tuningMembers({ node }: Session): Pick<HypervisorDriver, Tuning> {
  const { domains } = node;
  return {
    async domainGetBlkioParameters(ref, flags) {
      const domain = domains.get(ref);
      const { blkiotune } = definitionOf(domain, oneImpactOf(domain, flags));
      const params = new ParamList().uint('weight', blkiotune?.weight ?? 0);
      for (const [name, key] of deviceParams) {
        const set = (blkiotune?.devices ?? []).filter((device) => device[key] !== undefined);
        params.string(name, set.map((device) => `${device.path},${String(device[key])}`).join());
      }
      return params.list;
    },

    async domainSetBlkioParameters(ref, params, flags) {
      checkParams(params, blkioSpec);
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const weight = paramValue(params, 'weight', 'uint') ?? definition.blkiotune?.weight;
        let devices: BlkioDevice[] = [...(definition.blkiotune?.devices ?? [])];
        for (const [name, key] of deviceParams) {
          for (const text of stringValues(params, name)) devices = withDeviceValues(devices, name, key, text);
        }
        return {
          ...definition,
          blkiotune: { ...(weight !== undefined && { weight }), ...(devices.length > 0 && { devices }) },
        };
      });
    },

    async domainGetNumaParameters(ref, flags) {
      const domain = domains.get(ref);
      const memory = definitionOf(domain, oneImpactOf(domain, flags)).numatune?.memory;
      return new ParamList()
        .int('numa_mode', numaModes.indexOf(memory?.mode ?? 'strict'))
        .string('numa_nodeset', memory?.nodeset ?? '').list;
    },

    async domainSetNumaParameters(ref, params, flags) {
      checkParams(params, { numa_mode: 'int', numa_nodeset: 'string' });
      const number = paramValue(params, 'numa_mode', 'int');
      const mode = number === undefined ? undefined : numaModes[number];
      if (number !== undefined && mode === undefined)
        throw testError('VIR_ERR_INVALID_ARG', `unsupported numatune mode: '${number}'`);
      const text = paramValue(params, 'numa_nodeset', 'string');
      const nodeset = text === undefined ? undefined : Bitmap.parse(text).toString();
      const domain = domains.get(ref);
      const impact = impactOf(domain, flags);
      const now = domain.definition.numatune?.memory?.mode;
      if (impact.live && mode !== undefined && now !== undefined && now !== mode)
        throw testError('VIR_ERR_OPERATION_INVALID', "can't change numatune mode for running domain");
      change(domain, impact, (definition) => ({
        ...definition,
        numatune: {
          ...definition.numatune,
          memory: { ...definition.numatune?.memory, ...(mode !== undefined && { mode }), ...(nodeset !== undefined && { nodeset }) },
        },
      }));
    },

    async domainGetPerfEvents(ref, flags) {
      const domain = domains.get(ref);
      const enabled = new Set(
        definitionOf(domain, oneImpactOf(domain, flags)).perf?.filter((one) => one.enabled).map(({ name }) => name),
      );
      const params = new ParamList();
      for (const name of perfEvents) params.boolean(name, enabled.has(name));
      return params.list;
    },

    async domainSetPerfEvents(ref, params, flags) {
      checkParams(params, Object.fromEntries(perfEvents.map((name) => [name, 'boolean' as const])));
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const perf = new Map(definition.perf?.map((event) => [event.name, event]));
        for (const { name, value } of params) perf.set(name, { name, enabled: value === true });
        return { ...definition, perf: [...perf.values()] };
      });
    },

    async domainGetSchedulerType(ref) {
      domains.get(ref);
      return { type: 'fair', nparams: 1 };
    },

    async domainGetSchedulerParametersFlags(ref) {
      domains.get(ref);
      return new ParamList().uint('weight', 50).list;
    },

    // The pretended scheduler knows one weight, and keeps it.
    async domainSetSchedulerParametersFlags(ref, params) {
      domains.get(ref);
      checkParams(params, { weight: 'uint' });
    },
  };
}

/** Reads `path,value,path,value`; a value of 0 takes the device's away. */
function withDeviceValues(devices: readonly BlkioDevice[], name: string, key: (typeof deviceParams)[number][1], text: string): BlkioDevice[] {
  const parts = text === '' ? [] : text.split(',');
  const refuse = (): Error => domainError('VIR_ERR_INVALID_ARG', `unable to parse blkio device '${name}' '${text}'`);
  if (parts.length % 2 !== 0) throw refuse();
  const byPath = new Map(devices.map((device) => [device.path, { ...device }]));
  for (let index = 0; index < parts.length; index += 2) {
    const path = parts[index] ?? '';
    const value = Number(parts[index + 1]);
    if (path === '' || !/^\d+$/.test(parts[index + 1] ?? '') || !Number.isSafeInteger(value)) throw refuse();
    const device: BlkioDevice = byPath.get(path) ?? { path };
    if (value === 0) delete device[key];
    else device[key] = value;
    byPath.set(path, device);
  }
  return [...byPath.values()].filter((device) => Object.keys(device).length > 1);
}
