import type { HypervisorDriver } from '@virtweave/core-api';
import { checkParams, findParam } from '@virtweave/core-api/driver-kit';
import type { Domain } from '@virtweave/core-conf';
import { Bitmap } from '@virtweave/core-util';
import type { Definition } from '../documents.ts';
import { change, definitionOf, impactOf, oneImpactOf } from '../domain/impact.ts';
import { domainError, testError } from '../errors.ts';
import type { Session } from '../session.ts';

type IOThreads =
  | 'domainAddIOThread'
  | 'domainDelIOThread'
  | 'domainGetIOThreadInfo'
  | 'domainPinIOThread'
  | 'domainSetIOThreadParams';

type IOThread = NonNullable<Domain['iothreadIds']>[number];

const pollParams = { poll_max_ns: 'ullong', poll_grow: 'uint', poll_shrink: 'uint' } as const;

/** IOThreads. */
export function ioThreadMembers({ node }: Session): Pick<HypervisorDriver, IOThreads> {
  const { domains } = node;
  const hostCpus = node.info.cpus;
  return {
    async domainGetIOThreadInfo(ref, flags) {
      const domain = domains.get(ref);
      const definition = definitionOf(domain, oneImpactOf(domain, flags));
      return threadsOf(definition).map(({ id }) => {
        const pin = definition.cputune?.iothreadpin?.find((one) => one.iothread === id);
        const cpus =
          pin === undefined ? Bitmap.filled(definition.vcpu.current ?? definition.vcpu.max) : Bitmap.parse(pin.cpuset).shrink(hostCpus);
        return { iothreadId: id, cpumap: cpus.toBytes() };
      });
    },

    async domainAddIOThread(ref, id, flags) {
      requireId(id);
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const threads = threadsOf(definition);
        if (threads.some((one) => one.id === id))
          throw domainError('VIR_ERR_INVALID_ARG', `an IOThread is already using iothread_id '${id}'`);
        return withThreads(definition, [...threads, { id }]);
      });
    },

    async domainDelIOThread(ref, id, flags) {
      requireId(id);
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const threads = threadsOf(definition);
        if (!threads.some((one) => one.id === id))
          throw domainError('VIR_ERR_INVALID_ARG', `cannot find IOThread '${id}' in iothreadids list`);
        const user = definition.devices.disks.find(({ driver }) => driver?.iothread === id);
        if (user !== undefined)
          throw domainError(
            'VIR_ERR_INVALID_ARG',
            `cannot remove IOThread ${id} since it is being used by disk '${user.target.dev}'`,
          );
        return withThreads(withoutPin(definition, id), threads.filter((one) => one.id !== id));
      });
    },

    async domainPinIOThread(ref, id, map, flags) {
      const domain = domains.get(ref);
      const cpuset = Bitmap.fromBytes(map).shrink(hostCpus).toString();
      if (cpuset === '') throw testError('VIR_ERR_INVALID_ARG', 'Empty iothread cpumap list for pinning');
      change(domain, impactOf(domain, flags), (definition) => {
        if (!threadsOf(definition).some((one) => one.id === id))
          throw testError('VIR_ERR_INVALID_ARG', `iothreadid ${id} not found`);
        const rest = withoutPin(definition, id);
        const iothreadpin = [...(rest.cputune?.iothreadpin ?? []), { iothread: id, cpuset }];
        return { ...rest, cputune: { ...rest.cputune, iothreadpin } };
      });
    },

    async domainSetIOThreadParams(ref, id, params, flags) {
      requireId(id);
      checkParams(params, pollParams);
      const given = Object.fromEntries(
        (['max', 'grow', 'shrink'] as const).flatMap((key) => {
          const param = findParam(params, key === 'max' ? 'poll_max_ns' : `poll_${key}`);
          return param === undefined ? [] : [[key, param.value]];
        }),
      ) as NonNullable<IOThread['poll']>;
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const threads = threadsOf(definition);
        if (!threads.some((one) => one.id === id))
          throw testError('VIR_ERR_INVALID_ARG', `cannot find IOThread '${id}' in iothreadids`);
        return withThreads(definition, threads.map((one) => (one.id === id ? { ...one, poll: { ...one.poll, ...given } } : one)));
      });
    },
  };
}

function requireId(id: number): void {
  if (id === 0) throw testError('VIR_ERR_INVALID_ARG', 'invalid value of 0 for iothread_id');
}

/** All threads: those that have a number, and those that are only counted, which get the lowest free ones. */
function threadsOf({ iothreads = 0, iothreadIds = [] }: Definition): readonly IOThread[] {
  const threads = [...iothreadIds];
  for (let id = 1; threads.length < iothreads; id += 1) if (!threads.some((one) => one.id === id)) threads.push({ id });
  return threads;
}

function withThreads(definition: Definition, threads: readonly IOThread[]): Definition {
  const { iothreads: _, iothreadIds: __, ...rest } = definition;
  return threads.length === 0 ? rest : { ...rest, iothreads: threads.length, iothreadIds: [...threads] };
}

function withoutPin(definition: Definition, id: number): Definition {
  const pins = definition.cputune?.iothreadpin;
  if (pins === undefined) return definition;
  return { ...definition, cputune: { ...definition.cputune, iothreadpin: pins.filter((one) => one.iothread !== id) } };
}
