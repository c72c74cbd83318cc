import type { StoragePool, StoragePoolHost, StoragePoolSource, StoragePoolSources } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import { askTool, runTool, type Machine } from '../machine.ts';
import { poolSecret } from '../pool-secret.ts';
import type { Backend } from './backend.ts';
import { describeDevice } from './block-device.ts';
import { describedOnly } from './file-volumes.ts';
import { targetPath } from './local-folder.ts';
import { sum } from './scsi.ts';
import { volumesOfHost } from './scsi-host.ts';

const sessions = '/sys/class/iscsi_session';

/** `iscsi`: the units of an iSCSI target, which the kernel logs in to. */
export const iscsi: Backend = {
  isActive: async (pool, machine) => (await sessionOf(pool, machine)) !== undefined,

  async start(pool, machine) {
    if ((await sessionOf(pool, machine)) !== undefined) return;
    const { target, portal } = placeOf(pool);
    const node = ['--mode', 'node', '--portal', portal, '--targetname', target];
    const own = await interfaceFor(pool, machine);
    await runTool(machine, 'iscsiadm', ['--mode', 'discovery', '--type', 'sendtargets', '--portal', portal, ...own]);
    await authenticate(pool, node, machine);
    await runTool(machine, 'iscsiadm', [...node, '--login', ...own]);
  },

  async stop(pool, machine) {
    if ((await sessionOf(pool, machine)) === undefined) return;
    const { target, portal } = placeOf(pool);
    await runTool(machine, 'iscsiadm', ['--mode', 'node', '--portal', portal, '--targetname', target, '--logout']);
  },

  async look(pool, machine) {
    const session = await sessionOf(pool, machine);
    if (session === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `cannot find iscsiadm session of storage pool '${pool.name}'`);
    await askTool(machine, 'iscsiadm', ['--mode', 'session', '-r', session, '-R']);
    const host = await hostOfSession(session, machine);
    return sum(await volumesOfHost(host, targetPath(pool), machine));
  },

  findSources,
  volumes: describedOnly((_pool, volume, machine) => describeDevice(machine, volume)),
};

/** `10.0.0.1:3260,1` */
export function portalOf({ name, port }: StoragePoolHost): string {
  return `${name.includes(':') ? `[${name}]` : name}:${port === undefined || port === 0 ? 3260 : port},1`;
}

function placeOf({ source }: StoragePool): { readonly target: string; readonly portal: string } {
  const [host, ...hosts] = source.hosts ?? [];
  const [device, ...devices] = source.devices ?? [];
  if (host === undefined || hosts.length > 0) throw storageError('VIR_ERR_INTERNAL_ERROR', 'Expected exactly 1 host for the storage pool');
  if (device === undefined || devices.length > 0) throw storageError('VIR_ERR_INTERNAL_ERROR', 'missing source device');
  return { target: device.path, portal: portalOf(host) };
}

/** The session with a pool's target: `tcp: [1] 10.0.0.1:3260,1 iqn.2013-06.com.example:disk (non-flash)`. */
async function sessionOf(pool: StoragePool, machine: Machine): Promise<string | undefined> {
  const { target } = placeOf(pool);
  // 21: there are no sessions.
  const { stdout } = await askTool(machine, 'iscsiadm', ['--mode', 'session']);
  for (const line of stdout.split('\n')) {
    const [, session, name] = /^\S+:?\s+\[(\d+)\]\s+\S+\s+(\S+)/.exec(line) ?? [];
    if (name === target) return session;
  }
  return undefined;
}

/** The SCSI host that a session appears as: `/sys/class/iscsi_session/session1/device/target2:0:0`. */
async function hostOfSession(session: string, { host, call }: Machine): Promise<number> {
  const folder = `${sessions}/session${session}/device`;
  const found = (await host.list(folder, { signal: call.signal }))?.find((name) => /^target\d+:/.test(name));
  const number = /^target(\d+):/.exec(found ?? '')?.[1];
  if (number === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `Failed to get host number for iSCSI session with path '${folder}'`);
  return Number(number);
}

/** Who we are for the target: an interface of its own, when the pool says a name that is not this machine's. */
async function interfaceFor({ source }: StoragePool, machine: Machine): Promise<readonly string[]> {
  const { initiator } = source;
  if (initiator === undefined) return [];
  const { stdout } = await runInterfaces(machine);
  const known = stdout.split('\n').find((line) => line.trim().split(/[\s,]+/).includes(initiator));
  const name = known?.trim().split(/\s+/)[0] ?? `virtweave-iface-${initiator.replace(/[^A-Za-z0-9.-]/g, '-').slice(-40)}`;
  if (known === undefined) {
    await runTool(machine, 'iscsiadm', ['--mode', 'iface', '--interface', name, '--op', 'new']);
    await runTool(machine, 'iscsiadm', ['--mode', 'iface', '--interface', name, '--op', 'update', '--name', 'iface.initiatorname', '--value', initiator]);
  }
  return ['--interface', name];
}

async function runInterfaces(machine: Machine): Promise<{ stdout: string }> {
  return askTool(machine, 'iscsiadm', ['--mode', 'iface']);
}

/** Tells the initiator who asks, before it logs in. */
async function authenticate(pool: StoragePool, node: readonly string[], machine: Machine): Promise<void> {
  const { auth } = pool.source;
  if (auth === undefined) return;
  if (auth.type !== 'chap') throw storageError('VIR_ERR_XML_ERROR', "iscsi pool only supports 'chap' auth type");
  const password = (await poolSecret(auth, machine)).toString();
  const settings = [
    ['node.session.auth.authmethod', 'CHAP'],
    ['node.session.auth.username', auth.username],
    ['node.session.auth.password', password],
  ];
  for (const [name = '', value = ''] of settings) {
    await runTool(machine, 'iscsiadm', [...node, '--op', 'update', '--name', name, '--value', value], `Failed to update '${name}' of iSCSI target`);
  }
}

/** The targets of a server. */
async function findSources(question: StoragePoolSource | undefined, machine: Machine): Promise<StoragePoolSources> {
  const [host, ...more] = question?.hosts ?? [];
  if (host === undefined || more.length > 0) throw storageError('VIR_ERR_INVALID_ARG', 'hostname must be specified for iscsi sources');
  const report = await runTool(machine, 'iscsiadm', ['--mode', 'discovery', '--type', 'sendtargets', '--portal', portalOf(host), '--op', 'nonpersistent']);
  const targets = report.split('\n').flatMap((line) => /^\S+\s+(\S+)$/.exec(line.trim())?.[1] ?? []);
  return { sources: targets.map((path) => ({ hosts: [host], devices: [{ path }], ...(question?.initiator !== undefined && { initiator: question.initiator }) })) };
}
