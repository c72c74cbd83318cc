import { formatDomainStatus, readDomainStatus, type Domain, type StatusDriver } from '@virtweave/core-conf';
import { VirtError, type ProcessIdentity } from '@virtweave/core-util';
import { BLOCK } from '../agent/client.ts';
import { stateOf, type GuestState } from './guest-state.ts';

/** What a new process must know to find a running guest again. */
export interface GuestStatus {
  readonly state: GuestState;
  /** Absent while QEMU is being started. */
  readonly process?: ProcessIdentity;
  readonly monitor: string;
  readonly folder: string;
  readonly logFile: string;
  /** Which boot of the machine the process belongs to. */
  readonly bootId: string;
  /** Unless it is the usual one. */
  readonly agentTimeout?: number;
  readonly document: Domain;
}

/** What stands in the status beside what every driver writes. */
type QemuStatus = Pick<GuestStatus, 'monitor' | 'folder' | 'logFile' | 'bootId' | 'agentTimeout'> & { readonly startTime?: string };

const qemuStatus: StatusDriver<QemuStatus> = {
  read(root) {
    const monitor = root.child('monitor')?.attr('path');
    const folder = root.child('folder')?.text;
    const logFile = root.child('log')?.text;
    if (monitor === undefined || folder === undefined || logFile === undefined) throw noStatus();
    const process = root.child('process');
    const startTime = process?.attr('startTime');
    const agentTimeout = Number(root.child('agentTimeout')?.text ?? NaN);
    return {
      monitor,
      folder,
      logFile,
      bootId: process?.attr('boot') ?? '',
      ...(startTime !== undefined && { startTime }),
      ...(Number.isInteger(agentTimeout) && { agentTimeout }),
    };
  },
  write({ monitor, folder, logFile, bootId, startTime, agentTimeout }, out) {
    out.open('process').attr('boot', bootId);
    if (startTime !== undefined) out.attr('startTime', startTime);
    out.close().open('monitor').attr('path', monitor).attr('type', 'unix').close();
    out.leaf('folder', folder).leaf('log', logFile);
    if (agentTimeout !== undefined && agentTimeout !== BLOCK) out.leaf('agentTimeout', String(agentTimeout));
  },
};

/** `<domstatus>`: the document of the running guest, and around it what only the driver knows. */
export function formatStatus({ state, process, document, ...rest }: GuestStatus): string {
  const { monitor, folder, logFile, bootId, agentTimeout } = rest;
  const timeout = agentTimeout === undefined ? {} : { agentTimeout };
  const startTime = process === undefined ? {} : { startTime: process.startTime };
  return formatDomainStatus(
    {
      ...state,
      pid: process?.pid ?? 0,
      taints: [],
      deprecations: [],
      privateData: { monitor, folder, logFile, bootId, ...startTime, ...timeout },
      domain: document,
    },
    qemuStatus,
  );
}

/** @throws VirtError when it is no status document of this driver */
export function parseStatus(text: string): GuestStatus {
  const { state, reason, pid, privateData, domain } = readDomainStatus(text, { status: qemuStatus });
  const { startTime, ...rest } = privateData;
  const known = stateOf(state, reason);
  if (known === undefined) throw noStatus();
  return { ...rest, state: known, document: domain, ...(startTime !== undefined && pid > 0 && { process: { pid, startTime } }) };
}

function noStatus(): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', 'no status of a domain', { domain: 'VIR_FROM_QEMU' });
}
