import { formatDomain, readDomain, type Domain } from '@virtweave/core-conf';
import { LocalHost, type Host } from '@virtweave/core-util';
import { archFromTarget, findEmulator, noCapabilities, QemuCapabilitiesCache, type QemuCapabilities } from '../capabilities/index.ts';
import { parseQemuDefinition } from '../definition/index.ts';
import { firmwarePairs } from '../engine/firmware-pairs.ts';
import { installedFirmwares } from '../engine/firmwares.ts';
import { scopeOf, type Scope } from '../scope.ts';
import { version } from '../version.ts';
import { buildForShow } from './context.ts';
import { explainCommand, type CommandExplanation } from './explanation.ts';

/** A guest of a connection, or whatever else has a document. */
export interface HasDocument {
  xml(): Promise<string>;
  readonly connection?: { readonly uri: string };
}

export interface ExplainOptions {
  /** The machine whose QEMU is asked what it can do. Default: this one. */
  readonly host?: Host;
  /** What QEMU can do; then none is asked. */
  readonly capabilities?: QemuCapabilities;
}

/**
 * The command that would start a guest, each argument with the part of the document that it comes from.
 *
 * Nothing is started or made, and nothing secret is shown: names of tap devices, sockets and ports are those that a first
 * guest would get.
 *
 * @param domain a guest of a `qemu:` connection, a document, or a typed definition
 * @throws VirtError what the document's definition or start would be refused with
 *
 * @example
 * ```ts
 * const explanation = await explainCommandLine(domain);
 * console.log(String(explanation)); // a table
 * explanation.of('/domain/devices/disk[1]'); // [{ option: '-blockdev', value: '{...}', part: '/domain/devices/disk[1]', what: 'disk vda (/images/web.img)' }, ...]
 * ```
 */
export async function explainCommandLine(
  domain: string | Domain | HasDocument,
  options: ExplainOptions = {},
): Promise<CommandExplanation> {
  const host = options.host ?? new LocalHost();
  const { xml, uri } = await documentOf(domain);
  const scope = scopeOf(uri, process.env);
  const draft = readDomain(xml, { inactive: true });
  const hostArch = archFromTarget((await host.run('uname', ['-m'])).stdout.trim());
  const capabilities = options.capabilities ?? (await askEmulator(host, scope, draft, hostArch));
  const definition = parseQemuDefinition(xml, {
    capabilities,
    hostArch,
    firmwares: draft.os.firmware === undefined ? [] : await installedFirmwares(host),
    config: {
      nvramDir: `${scope.folders.state}/nvram`,
      channelTargetDir: `${scope.folders.run}/channel`,
      libDir: scope.folders.state,
      firmwarePairs,
    },
  });
  return explainCommand(buildForShow(definition, capabilities, scope), definition);
}

async function documentOf(domain: string | Domain | HasDocument): Promise<{ xml: string; uri: string }> {
  const uri = 'qemu:///session';
  if (typeof domain === 'string') return { xml: domain, uri };
  if ('xml' in domain) return { xml: await domain.xml(), uri: domain.connection?.uri ?? uri };
  return { xml: formatDomain(domain, { inactive: true, secure: true }), uri };
}

async function askEmulator(host: Host, scope: Scope, { type, os, devices }: Domain, hostArch: string): Promise<QemuCapabilities> {
  const arch = os.type.arch ?? hostArch;
  const emulator = devices.emulator ?? (await findEmulator(host, arch));
  if (emulator === undefined) throw noCapabilities({ osType: os.type.type, arch, domainType: type });
  const { cache, run } = scope.folders;
  return new QemuCapabilitiesCache({ host, folder: `${cache}/capabilities`, runFolder: `${run}/probe`, version }).lookup(emulator);
}
