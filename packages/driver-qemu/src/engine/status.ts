import { formatDomainStatus, readDomainStatus, type Domain, type StatusDriver } from '@virtweave/core-conf';
import { VirtError, type ProcessIdentity } from '@virtweave/core-util';
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
  readonly document: Domain;
}

/** What stands in the status beside what every driver writes. */
type QemuStatus = Pick<GuestStatus, 'monitor' | 'folder' | 'logFile' | 'bootId'> & { readonly startTime?: string };

const qemuStatus: StatusDriver<QemuStatus> = {
  read(root) {
    const monitor = root.child('monitor')?.attr('path');
    const folder = root.child('folder')?.text;
    const logFile = root.child('log')?.text;
    if (monitor === undefined || folder === undefined || logFile === undefined) throw noStatus();
    const process = root.child('process');
    const startTime = process?.attr('startTime');
    return { monitor, folder, logFile, bootId: process?.attr('boot') ?? '', ...(startTime !== undefined && { startTime }) };
  },
  write({ monitor, folder, logFile, bootId, startTime }, out) {
    out.open('process').attr('boot', bootId);
    if (startTime !== undefined) out.attr('startTime', startTime);
    out.close().open('monitor').attr('path', monitor).attr('type', 'unix').close();
    out.leaf('folder', folder).leaf('log', logFile);
  },
};

/** `<domstatus>`: the document of the running guest, and around it what only the driver knows. */
export function formatStatus({ state, process, document, ...rest }: GuestStatus): string {
  const { monitor, folder, logFile, bootId } = rest;
  const startTime = process === undefined ? {} : { startTime: process.startTime };
  return formatDomainStatus(
    {
      ...state,
      pid: process?.pid ?? 0,
      taints: [],
      deprecations: [],
      privateData: { monitor, folder, logFile, bootId, ...startTime },
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
