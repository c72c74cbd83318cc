import type { Domain, Graphics } from '@virtweave/core-conf';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { buildCommand, prepareStart, type CommandConfig, type CommandContext, type CommandFolders, type QemuCommand } from '../command/index.ts';
import { commandFolders, defaultConfig } from '../lifecycle/command-context.ts';
import { scopeOf, type Scope } from '../scope.ts';

/**
 * The command line of a completed definition, as a first guest of its scope would have it. Names its devices.
 *
 * @param scope Default: that of `qemu:///session`
 */
export function buildForShow(
  definition: Domain,
  capabilities: QemuCapabilities,
  scope: Scope = scopeOf('qemu:///session', process.env),
): QemuCommand {
  const folders = commandFolders(scope, -1, definition.name);
  prepareStart(definition, { folders });
  return buildCommand(definition, capabilities, contextForShow(defaultConfig, folders));
}

/** What a command depends on besides the document, for one that is only to be looked at: nothing is asked, nothing made. */
export function contextForShow(config: CommandConfig, folders: CommandFolders): CommandContext {
  return {
    config,
    environment: [],
    id: -1,
    folders,
    // Secrets are not looked up, so there is nothing to protect.
    masterKey: new Uint8Array(32),
    randomBytes: (count) => new Uint8Array(count),
    monitor: { path: `${folders.domain}/monitor.sock` },
    host: { isCdrom: (path) => /^\/dev\/(sr|cdrom|scd)/.test(path), utcOffset: -new Date().getTimezoneOffset() * 60 },
    now: Math.floor(Date.now() / 1000),
    resources: {
      interface: () => ({ tapName: 'vnet0' }),
      secret: () => Buffer.from('secret'),
      chardevSocket: () => undefined,
      chardevFile: () => undefined,
      chardevLog: () => undefined,
      diskSource: (source) =>
        source.type === 'volume' ? { type: 'file', file: `/volume ${source.volume} of pool ${source.pool}` } : source,
      fdGroup: () => ({ fds: [3], writable: true }),
      vdpaDevice: () => undefined,
      scsiGeneric: () => 'sg0',
      vhostScsi: () => 3,
      vsock: () => ({ fd: 3, cid: 3 }),
      tpm: ({ backend }) => (backend.type === 'passthrough' ? {} : { socket: `${folders.domain}/swtpm.sock` }),
      vhostUserGpu: () => 3,
      virtiofsSocket: ({ alias }) => `${folders.domain}/${alias ?? 'fs'}-fs.sock`,
      graphics: portOf,
      listenAddress: () => undefined,
      nbdkitSocket: () => undefined,
    },
  };
}

/** The port that the document names, or where the search for a free one would begin. */
function portOf(graphics: Graphics): { port: number } {
  const named = 'port' in graphics ? graphics.port : undefined;
  if (named !== undefined && named > 0) return { port: named };
  return { port: graphics.type === 'rdp' ? 3389 : 5900 };
}
