import type { Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { buildCommand, prepareStart, shellWords, type CommandContext } from '../command/index.ts';
import { capabilitiesFor, defineDocument } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { contextForShow } from '../explain/context.ts';
import { commandEnvironment, commandFolders, defaultConfig } from '../lifecycle/command-context.ts';
import type { Members } from './members.ts';

/** The one format that QEMU's configuration can be had in: its command line. */
const FORMAT = 'qemu-argv';

/** Definitions as the command lines that would run them. */
export function nativeMembers(engine: QemuEngine): Members<'connectDomainXMLToNative'> {
  return {
    async connectDomainXMLToNative(format, xml) {
      if (format !== FORMAT) {
        throw new VirtError('VIR_ERR_INVALID_ARG', `unsupported config type ${format}, only ${FORMAT}`, { domain: 'VIR_FROM_QEMU' });
      }
      const domain = await defineDocument(engine, xml);
      withPlainInterfaces(domain);
      const folders = commandFolders(engine.scope, -1, domain.name);
      prepareStart(domain, { folders });
      const shown = contextForShow(defaultConfig, folders);
      const context: CommandContext = {
        ...shown,
        environment: commandEnvironment(folders),
        resources: { ...shown.resources, interface: (device, i) => ({ tapName: device.target?.dev ?? `vnet${i}` }) },
      };
      return shellWords(buildCommand(domain, await capabilitiesFor(engine, domain), context)).join(' ');
    },
  };
}

/**
 * Who runs the command by hand has none of what we make on the host for a guest: an interface becomes a tap, which has to be
 * there.
 */
function withPlainInterfaces({ devices }: Domain): void {
  for (const device of devices.interfaces) {
    if (device.source.type === 'user') continue;
    device.source = { type: 'ethernet' };
  }
}
