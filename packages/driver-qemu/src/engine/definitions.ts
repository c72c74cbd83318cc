import { readDomain, type Domain } from '@virtweave/core-conf';
import { VirtError, getLogger, type Logger } from '@virtweave/core-util';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import { archFromTarget, findEmulator, noCapabilities, type QemuCapabilities } from '../capabilities/index.ts';
import { parseQemuDefinition } from '../definition/index.ts';
import { firmwarePairs } from './firmware-pairs.ts';
import { installedFirmwares } from './firmwares.ts';
import type { QemuEngine } from './engine.ts';

const log: Logger = getLogger('qemu.qemu_domain');

/**
 * A stored definition: complete, since it was completed before it was stored.
 *
 * @param name The name that its file has
 * @throws VirtError when it is no definition of ours, or that of another guest
 */
export function parseStored(text: string, name: string): Domain {
  const definition = readDomain(text, { inactive: true });
  if (definition.name !== name) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `domain '${definition.name}' is in the file of domain '${name}'`, { domain: 'VIR_FROM_QEMU' });
  }
  if (definition.uuid === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `domain '${name}' has no UUID`, { domain: 'VIR_FROM_QEMU' });
  return definition;
}

/**
 * Reads a document that a user gave, completes it with what its emulator can do, and checks it.
 *
 * @throws VirtError with libvirt's code, and the place in the document
 */
export async function defineDocument(engine: QemuEngine, xml: string | XmlElement, options: { strict?: boolean } = {}): Promise<Domain> {
  const root = typeof xml === 'string' ? readXml(xml, { name: '(domain_definition)' }) : xml;
  const draft = readDomain(root, { inactive: true, strict: options.strict ?? false });
  const capabilities = await capabilitiesFor(engine, draft);
  return parseQemuDefinition(root, {
    capabilities,
    hostArch: await hostArch(engine),
    newDefinition: true,
    firmwares: draft.os.firmware === undefined ? [] : await installedFirmwares(engine.host, engine.scope),
    config: {
      nvramDir: `${engine.scope.folders.state}/nvram`,
      channelTargetDir: `${engine.scope.folders.run}/channel`,
      libDir: engine.scope.folders.state,
      firmwarePairs,
    },
  });
}

/** What the emulator of this guest can do. */
export async function capabilitiesFor(engine: QemuEngine, { type, os, devices }: Domain): Promise<QemuCapabilities> {
  const arch = os.type.arch ?? (await hostArch(engine));
  const emulator = devices.emulator ?? (await findEmulator(engine.host, arch));
  const wanted = { osType: os.type.type, arch, domainType: type, ...(devices.emulator !== undefined && { emulator: devices.emulator }) };
  if (emulator === undefined) throw noCapabilities(wanted);
  const capabilities = await engine.capabilities.lookup(emulator);
  if (type !== 'qemu' && type !== 'kvm' && type !== 'hvf') throw noCapabilities(wanted);
  if (!capabilities.supportsVirtType(type)) {
    log.info(`${emulator} cannot run guests of type ${type} here`);
    throw noCapabilities(wanted);
  }
  return capabilities;
}

/** libvirt's name of this machine's architecture. */
export async function hostArch(engine: QemuEngine): Promise<string> {
  engine.hostArch ??= engine.host.run('uname', ['-m']).then(({ stdout }) => archFromTarget(stdout.trim()));
  return engine.hostArch;
}

