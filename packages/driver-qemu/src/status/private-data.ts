import { storedBackup, type DomainBackup } from '@virtweave/core-conf/domain-status';
import {
  attr, attrOr, attrRequired, child, flag, int, leaf, leafOr, list, property, str, table, uint, within, yesNo, type Field, type Required, type Table,
} from '@virtweave/core-conf/table';
import { blockjobs, type BlockjobsStatus } from './blockjobs.ts';
import { job, type JobStatus } from './job.ts';

/** What libvirt's QEMU driver notes in the status of a running guest, beside its document (`qemuDomainObjPrivate`). */
export interface QemuPrivateData {
  monitor?: { path?: string; type?: string };
  /** Kinds of Linux namespaces that QEMU has to itself, such as `mount`. */
  namespaces?: string[];
  vcpus?: VcpuThread[];
  /** Capabilities of the QEMU that runs, by libvirt's names. */
  capabilities: string[];
  /** What the lock manager wants to see again. */
  lockState?: string;
  job?: JobStatus;
  /** A reboot is made of a shutdown and a new start. */
  fakeReboot?: true;
  /** Aliases of the devices that QEMU is known to have. */
  devices: string[];
  /** What numad proposed. */
  numad?: { nodeset?: string; cpuset?: string };
  libDir?: string;
  channelTargetDir?: string;
  memoryBackingDir?: string;
  /** Files of character devices are written by virtlogd. */
  chardevStdioLogd?: true;
  /** Owners of files were noted on them. */
  rememberOwner?: true;
  allowReboot?: boolean;
  /** A helper hands out SCSI reservations. */
  prDaemon?: true;
  /** The last number that was given to a node of the block layer. */
  nodeNameIndex: number;
  /** The same for sets of descriptors. */
  fdsetIndex: number;
  blockjobs: BlockjobsStatus;
  /** Seconds that the agent's answers are awaited; -2: without end, -1: the default, 0: not. */
  agentTimeout: number;
  backup?: DomainBackup;
}

export interface VcpuThread {
  id: number;
  pid: number;
}

/** `<namespaces><mount/></namespaces>`: the names are those of the elements. */
const namespaces: Field<string[]> = {
  attributes: [],
  children: ['namespaces'],
  read: (element) => element.child('namespaces')?.elements.map(({ name }) => name),
  writeChildren(names, { xml }) {
    xml.openOptional('namespaces');
    for (const name of names) xml.open(name).close();
    xml.close();
  },
  schema: () => ({ type: 'array', items: { type: 'string' } }),
};

/** `<outer><inner attribute='..'/></outer>`, written even when there are none. */
function names(outer: string, inner: string, attribute: string): Required<string[]> {
  const all = within(outer, list(inner, table<{ name: string }>(() => ({ name: attrRequired(attribute, str) }))));
  return {
    ...all,
    required: true,
    read: (element, context) => (all.read(element, context) ?? []).map(({ name }) => name),
    writeAttributes() {},
    writeChildren(values, out, owner) {
      all.writeChildren?.(values.map((name) => ({ name })), out, owner);
    },
    schema: () => ({ type: 'array', items: { type: 'string' } }),
  };
}

const counter = (name: string): Required<number> => {
  const found = property(name, 'index', uint);
  return { ...found, required: true, read: (element, context) => found.read(element, context) ?? 0 };
};

/** Everything in `<domstatus>` that is the driver's, in the order in which libvirt writes it. */
export const qemuPrivateData: Table<QemuPrivateData> = table<QemuPrivateData>(() => ({
  monitor: child('monitor', table<{ path?: string; type?: string }>(() => ({ path: attr('path', str), type: attr('type', str) }))),
  namespaces,
  vcpus: within(
    'vcpus',
    list('vcpu', table<VcpuThread>(() => ({ id: attrRequired('id', uint), pid: attrOr('pid', int, 0) }))),
  ),
  capabilities: names('qemuCaps', 'flag', 'name'),
  lockState: leaf('lockstate', str),
  job: child('job', job),
  fakeReboot: flag('fakereboot'),
  devices: names('devices', 'device', 'alias'),
  numad: child('numad', table<{ nodeset?: string; cpuset?: string }>(() => ({ nodeset: attr('nodeset', str), cpuset: attr('cpuset', str) }))),
  libDir: property('libDir', 'path', str),
  channelTargetDir: property('channelTargetDir', 'path', str),
  memoryBackingDir: property('memoryBackingDir', 'path', str),
  chardevStdioLogd: flag('chardevStdioLogd'),
  rememberOwner: flag('rememberOwner'),
  allowReboot: property('allowReboot', 'value', yesNo),
  prDaemon: flag('prDaemon'),
  nodeNameIndex: counter('nodename'),
  fdsetIndex: counter('fdset'),
  blockjobs,
  agentTimeout: leafOr('agentTimeout', int, -2),
  backup: within('backups', storedBackup),
}));
