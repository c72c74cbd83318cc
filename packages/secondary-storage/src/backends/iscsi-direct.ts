import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import { poolSecret } from '../pool-secret.ts';
import type { Backend } from './backend.ts';
import { sum } from './scsi.ts';

/** `iscsi-direct`: the units of an iSCSI target, without the kernel: libiscsi's programs ask, QEMU logs in itself. */
export const iscsiDirect: Backend = {
  async look(pool, machine) {
    const report = await ask(pool, 'iscsi-ls', ['-s'], '', machine);
    return sum(await unitsOf(pool, report, machine));
  },

  volumes: {
    async describe(pool, volume, machine) {
      const lun = /:(\d+)$/.exec(volume.name)?.[1] ?? '0';
      return unitOf(pool, Number(lun), machine);
    },
  },
};

/** `iscsi-ls -s`: `Target:IQN Portal:...`, and below each `Lun:0    Type:DIRECT_ACCESS (Size:10M)`. */
async function unitsOf(pool: StoragePool, report: string, machine: Machine): Promise<readonly StorageVol[]> {
  const wanted = targetOf(pool);
  const volumes: StorageVol[] = [];
  let ours = false;
  for (const line of report.split('\n')) {
    const target = /^Target:(\S+)/.exec(line)?.[1];
    if (target !== undefined) ours = target === wanted;
    const lun = /^Lun:(\d+)\s+Type:DIRECT_ACCESS/.exec(line.trim())?.[1];
    if (ours && lun !== undefined) volumes.push(await unitOf(pool, Number(lun), machine));
  }
  return volumes;
}

async function unitOf(pool: StoragePool, lun: number, machine: Machine): Promise<StorageVol> {
  const report = await ask(pool, 'iscsi-readcapacity16', [], `/${targetOf(pool)}/${lun}`, machine);
  const capacity = BigInt(/Total size:\s*(\d+)/.exec(report)?.[1] ?? '0');
  const [host] = pool.source.hosts ?? [];
  const path = `ip-${host?.name ?? ''}:${portOf(pool)}-iscsi-${targetOf(pool)}-lun-${lun}`;
  return { type: 'network', name: `unit:0:0:${lun}`, key: path, capacity, allocation: capacity, target: { path } };
}

function targetOf({ source }: StoragePool): string {
  const [device, ...more] = source.devices ?? [];
  if (device === undefined || more.length > 0) throw storageError('VIR_ERR_INTERNAL_ERROR', 'missing source device');
  return device.path;
}

function portOf({ source }: StoragePool): number {
  const port = source.hosts?.[0]?.port;
  return port === undefined || port === 0 ? 3260 : port;
}

/** Runs one of libiscsi's programs. They take name and password from the environment, which only this user can see. */
async function ask(pool: StoragePool, program: string, options: readonly string[], path: string, machine: Machine): Promise<string> {
  const { source } = pool;
  const [host] = source.hosts ?? [];
  if (host === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', 'Expected exactly 1 host for the storage pool');
  const name = host.name.includes(':') ? `[${host.name}]` : host.name;
  const initiator = source.initiator === undefined ? [] : ['-i', source.initiator];
  const args = [...initiator, ...options, `iscsi://${name}:${portOf(pool)}${path}`];
  const env = {
    LC_ALL: 'C',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...(source.auth !== undefined && {
      LIBISCSI_CHAP_USERNAME: source.auth.username,
      LIBISCSI_CHAP_PASSWORD: (await poolSecret(source.auth, machine)).toString(),
    }),
  };
  const { status, stdout, stderr } = await machine.host.run(program, args, { env, check: false, signal: machine.call.signal });
  if (status === 0) return stdout;
  // What went wrong these programs say on either.
  const words = `${stderr}\n${stdout}`.trim().split('\n').at(-1) ?? '';
  throw storageError('VIR_ERR_INTERNAL_ERROR', `Failed to ask iSCSI target '${targetOf(pool)}' at ${name}: ${words}`);
}
