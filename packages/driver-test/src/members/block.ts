import type { HypervisorDriver, TypedParams } from '@virtweave/core-api';
import { checkParams, ParamList, type ParamSpec } from '@virtweave/core-api/driver-kit';
import type { Disk } from '@virtweave/core-conf';
import { findDisk, withDisk } from '../domain/find-device.ts';
import { change, definitionOf, impactOf, oneImpactOf, requireActive } from '../domain/impact.ts';
import { iotuneKeys, iotuneLimits, readIotune } from '../domain/iotune.ts';
import { clock } from '../domain/pretended.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import type { Definition } from '../documents.ts';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Block =
  | 'domainBlockStatsFlags'
  | 'domainGetBlockInfo'
  | 'domainGetBlockIoTune'
  | 'domainGetDiskErrors'
  | 'domainSetBlockIoTune';

const tebibyte = 1024n ** 4n;
const iotuneSpec: ParamSpec = {
  group_name: 'string',
  ...Object.fromEntries(iotuneLimits.map((name) => [name, 'ullong' as const])),
};

/** Disks: what they count, how large they are, their limits. */
export function blockMembers({ node }: Session): Pick<HypervisorDriver, Block> {
  const { domains } = node;
  return {
    async domainBlockStatsFlags(ref, path) {
      if (path === '') throw testError('VIR_ERR_OPERATION_UNSUPPORTED', 'summary statistics are not supported yet');
      const domain = domains.get(ref);
      requireActive(domain);
      if (findDisk(domain.definition, path) === undefined)
        throw testError('VIR_ERR_INVALID_ARG', `invalid path: ${path}`);
      const { seconds, micros } = clock();
      return new ParamList()
        .llong('rd_operations', micros / 10n)
        .llong('rd_bytes', micros / 20n)
        .llong('wr_operations', micros / 30n)
        .llong('wr_bytes', micros / 40n)
        .llong('errs', seconds / 2n).list;
    },

    async domainGetBlockInfo(ref, path) {
      if (findDisk(domains.get(ref).definition, path) === undefined)
        throw testError('VIR_ERR_INVALID_ARG', `invalid path ${path} not assigned to domain`);
      return { capacity: 1_099_506_450_432n, allocation: tebibyte, physical: tebibyte };
    },

    // Every second disk is out of space.
    async domainGetDiskErrors(ref) {
      const domain = domains.get(ref);
      requireActive(domain);
      return domain.definition.devices.disks.map(({ target }, index) => ({ disk: target.dev, error: (index % 2) + 1 }));
    },

    async domainGetBlockIoTune(ref, path = '', flags) {
      const domain = domains.get(ref);
      const { iotune = {} } = diskOf(definitionOf(domain, oneImpactOf(domain, flags)), path);
      const params = new ParamList();
      for (const [name, key] of iotuneKeys) {
        if (key === 'groupName') params.string(name, iotune.groupName ?? '');
        else params.ullong(name, BigInt(iotune[key] ?? 0));
      }
      return params.list;
    },

    async domainSetBlockIoTune(ref, path, params, flags) {
      checkParams(params, iotuneSpec);
      const domain = domains.get(ref);
      const impact = impactOf(domain, flags);
      const iotune = readIotune(params);
      change(domain, impact, (definition) =>
        withDisk(definition, diskOf(definition, path), (disk) => ({ ...disk, iotune: { ...disk.iotune, ...iotune } })),
      );
      if (impact.live) tell(domain, path, params);
    },
  };

  function tell(domain: TestDomain, path: string, params: TypedParams): void {
    const told = params.map((param) => ({ ...param, name: `blkdeviotune.${param.name}` }));
    const disk = diskOf(domain.definition, path).target.dev;
    const all = [{ name: 'blkdeviotune.disk', type: 'string' as const, value: disk }, ...told];
    node.emit({ kind: 'tunable', domain: domain.ref, params: all });
  }
}

function diskOf(definition: Definition, path: string): Disk {
  const disk = findDisk(definition, path);
  if (disk === undefined) throw testError('VIR_ERR_INVALID_ARG', `disk '${path}' was not found in the domain config`);
  return disk;
}
