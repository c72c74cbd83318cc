import { formatDomain, readDomain, type Domain } from '@virtweave/core-conf';
import { VirtError, type ProcessIdentity } from '@virtweave/core-util';
import { readXml, XmlWriter } from '@virtweave/core-util/xml';
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

/** `<domstatus>`: the document of the running guest, and around it what only the driver knows. */
export function formatStatus(status: GuestStatus): string {
  const xml = new XmlWriter();
  xml.open('domstatus').attr('state', status.state.state).attr('reason', status.state.reason).attr('boot', status.bootId);
  if (status.process !== undefined) {
    xml.attr('pid', String(status.process.pid)).attr('startTime', status.process.startTime);
  }
  xml.open('monitor').attr('path', status.monitor).attr('type', 'unix').close();
  xml.leaf('folder', status.folder).leaf('log', status.logFile);
  xml.raw(formatDomain(status.document, { secure: true, indent: 2 }));
  xml.close();
  return xml.toString();
}

/** @throws VirtError `VIR_ERR_INTERNAL_ERROR` when it is no status document */
export function parseStatus(text: string): GuestStatus {
  const root = readXml(text, { name: '(domain_status)' });
  const domain = root.child('domain');
  const state = stateOf(root.attr('state') ?? '', root.attr('reason') ?? '');
  const monitor = root.child('monitor')?.attr('path');
  const folder = root.child('folder')?.text;
  const logFile = root.child('log')?.text;
  if (root.name !== 'domstatus' || domain === undefined || state === undefined || monitor === undefined || folder === undefined || logFile === undefined) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'no status of a domain', { domain: 'VIR_FROM_QEMU' });
  }
  const pid = root.attr('pid');
  const startTime = root.attr('startTime');
  return {
    state,
    monitor,
    folder,
    logFile,
    bootId: root.attr('boot') ?? '',
    document: readDomain(domain, { inactive: false, status: true }),
    ...(pid !== undefined && startTime !== undefined && { process: { pid: Number(pid), startTime } }),
  };
}
