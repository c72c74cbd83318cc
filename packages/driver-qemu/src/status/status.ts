import { formatDomainStatus, parseDomainStatus, type DomainStatus, type StatusDriver } from '@virtweave/core-conf/domain-status';
import { readTable, writeTable } from '@virtweave/core-conf/table';
import { readXml } from '@virtweave/core-util/xml';
import { QemuCapabilities } from '../capabilities/index.ts';
import { qemuDomainDriver, type QemuDefinitionOptions } from '../definition/index.ts';
import { shortName } from '../lifecycle/short-name.ts';
import { noteOlderAliases } from './aliases.ts';
import { qemuPrivateData, type QemuPrivateData } from './private-data.ts';

/** Status of a guest that libvirt's QEMU driver runs. */
export type QemuDomainStatus = DomainStatus<QemuPrivateData>;

export interface QemuStatusOptions extends Omit<QemuDefinitionOptions, 'capabilities' | 'newDefinition'> {
  /** Folder of files that back the guests' memory. */
  readonly memoryBackingDir: string;
}

const statusDriver: StatusDriver<QemuPrivateData> = {
  read: (root) => readTable(qemuPrivateData, root, { inactive: false, status: true }),
  write(privateData, xml) {
    writeTable(qemuPrivateData, privateData, { xml, inactive: false, secure: true, migratable: false, status: true });
  },
};

/**
 * Reads a status document of libvirt's QEMU driver (`/run/libvirt/qemu/NAME.xml`), of older versions, too: what they left open is
 * filled in. The capabilities of the QEMU that runs stand in the document.
 *
 * @throws VirtError as `parseDomainStatus`
 */
export function parseQemuStatus(document: string, options: QemuStatusOptions): QemuDomainStatus {
  const root = readXml(document, { name: '(domain_status)' });
  const privateData = statusDriver.read(root);
  const driver = qemuDomainDriver({ ...options, capabilities: runningCapabilities(privateData, options.hostArch), newDefinition: false });
  const status = parseDomainStatus(root, { status: statusDriver, driver });
  const { domain } = status;
  status.privateData.memoryBackingDir ??= `${options.memoryBackingDir}/${shortName(domain.id ?? -1, domain.name)}`;
  noteOlderAliases(domain);
  return status;
}

/** Writes it as libvirt does. */
export function formatQemuStatus(status: QemuDomainStatus): string {
  return formatDomainStatus(status, statusDriver);
}

/** What is known of the QEMU that runs: the features that were noted when it started. */
function runningCapabilities({ capabilities }: QemuPrivateData, arch: string): QemuCapabilities {
  return new QemuCapabilities({
    emulator: '',
    emulatorCtime: 0,
    selfCtime: 0,
    selfVersion: 0,
    flags: new Set(capabilities),
    version: 0,
    microcodeVersion: 0,
    arch,
    accelerators: new Map(),
    gic: [],
  });
}
