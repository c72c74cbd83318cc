import { VirtError, parseUri } from '@virtweave/core-util';

/** Where one set of guests lives: the machine's, a user's, or an embedded root of its own. */
export interface Scope {
  readonly kind: 'system' | 'session' | 'embed';
  /** The URI in its plain form. */
  readonly uri: string;
  readonly folders: ScopeFolders;
  /** Settings of the user whose guests these are; absent where the machine's alone count. */
  readonly userConfig?: string;
}

export interface ScopeFolders {
  /** Definitions: `NAME.xml`, and `autostart/` links. */
  readonly config: string;
  /** What guests keep: a folder for each running one, firmware variables, saved states, the state folder's lock. */
  readonly state: string;
  /** What a reboot may forget: status files. */
  readonly run: string;
  readonly log: string;
  readonly cache: string;
}

/** What of the environment decides about folders. */
export interface ScopeEnvironment {
  readonly HOME?: string | undefined;
  readonly XDG_CONFIG_HOME?: string | undefined;
  readonly XDG_STATE_HOME?: string | undefined;
  readonly XDG_CACHE_HOME?: string | undefined;
  readonly XDG_RUNTIME_DIR?: string | undefined;
}

/**
 * The scope of a connection URI: `qemu:///system`, `qemu:///session`, `qemu:///embed?root=PATH`.
 *
 * @throws VirtError `VIR_ERR_INTERNAL_ERROR` for another path, `VIR_ERR_INVALID_ARG` for a bad root
 */
export function scopeOf(text: string, environment: ScopeEnvironment): Scope {
  const uri = parseUri(text);
  switch (uri.path) {
    case '/system':
      return {
        kind: 'system',
        uri: 'qemu:///system',
        folders: {
          config: '/etc/virtweave/qemu',
          state: '/var/lib/virtweave/qemu',
          run: '/run/virtweave/qemu',
          log: '/var/log/virtweave/qemu',
          cache: '/var/cache/virtweave/qemu',
        },
      };
    case '/session':
      return {
        kind: 'session',
        uri: 'qemu:///session',
        folders: sessionFolders(environment),
        userConfig: environment.XDG_CONFIG_HOME ?? `${environment.HOME ?? '/'}/.config`,
      };
    case '/embed': {
      const root = uri.params.find(({ name }) => name === 'root')?.value;
      if (root === undefined || root === '') throw invalid(`a root folder is needed: qemu:///embed?root=/path/to/folder`);
      if (!root.startsWith('/')) throw invalid(`the root folder '${root}' must be an absolute path`);
      const folder = root.replace(/\/+$/, '') || '/';
      return {
        kind: 'embed',
        uri: text,
        folders: {
          config: `${folder}/etc/qemu`,
          state: `${folder}/lib/qemu`,
          run: `${folder}/run/qemu`,
          log: `${folder}/log/qemu`,
          cache: `${folder}/cache/qemu`,
        },
      };
    }
    default:
      throw new VirtError(
        'VIR_ERR_INTERNAL_ERROR',
        `unexpected QEMU URI path '${uri.path ?? ''}', try qemu:///system, qemu:///session or qemu:///embed?root=PATH`,
        { domain: 'VIR_FROM_QEMU' },
      );
  }
}

function sessionFolders({ HOME, ...xdg }: ScopeEnvironment): ScopeFolders {
  const home = HOME ?? '/';
  const run = xdg.XDG_RUNTIME_DIR ?? xdg.XDG_CACHE_HOME ?? `${home}/.cache`;
  return {
    config: `${xdg.XDG_CONFIG_HOME ?? `${home}/.config`}/virtweave/qemu`,
    state: `${xdg.XDG_STATE_HOME ?? `${home}/.local/state`}/virtweave/qemu`,
    run: `${run}/virtweave/qemu`,
    log: `${xdg.XDG_CACHE_HOME ?? `${home}/.cache`}/virtweave/qemu/log`,
    cache: `${xdg.XDG_CACHE_HOME ?? `${home}/.cache`}/virtweave/qemu`,
  };
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_QEMU' });
}
