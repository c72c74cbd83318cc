import { parseUri } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';

/** Whose pools these are: the machine's, a user's, or those of an embedded root. */
export interface Scope {
  readonly kind: 'system' | 'session' | 'embed';
  readonly folders: ScopeFolders;
}

export interface ScopeFolders {
  /** Definitions: `NAME.xml`, and `autostart/` links. */
  readonly config: string;
  /** The lock of all these folders. */
  readonly state: string;
  /** What a reboot may forget: which pools are active. */
  readonly run: string;
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
 * The scope of a connection URI: `storage:///system`, `storage:///session`, `storage:///embed?root=PATH`.
 *
 * @throws VirtError `VIR_ERR_INTERNAL_ERROR` for another path, `VIR_ERR_INVALID_ARG` for a bad root
 */
export function scopeOf(text: string, environment: ScopeEnvironment): Scope {
  const uri = parseUri(text);
  switch (uri.path) {
    case '/system':
      return { kind: 'system', folders: folders('/etc/virtweave', '/var/lib/virtweave', '/run/virtweave') };
    case '/session':
      return { kind: 'session', folders: sessionFolders(environment) };
    case '/embed': {
      const root = uri.params.find(({ name }) => name === 'root')?.value;
      if (root === undefined || !root.startsWith('/')) {
        throw new VirtError('VIR_ERR_INVALID_ARG', 'an absolute root folder is needed: storage:///embed?root=/path/to/folder', {
          domain: 'VIR_FROM_STORAGE',
        });
      }
      const folder = root.replace(/\/+$/, '');
      return { kind: 'embed', folders: folders(`${folder}/etc`, `${folder}/lib`, `${folder}/run`) };
    }
    default:
      throw new VirtError(
        'VIR_ERR_INTERNAL_ERROR',
        `unexpected storage URI path '${uri.path ?? ''}', try storage:///system, storage:///session or storage:///embed?root=PATH`,
        { domain: 'VIR_FROM_STORAGE' },
      );
  }
}

function folders(config: string, state: string, run: string): ScopeFolders {
  return { config: `${config}/storage`, state: `${state}/storage`, run: `${run}/storage` };
}

function sessionFolders({ HOME = '/', ...xdg }: ScopeEnvironment): ScopeFolders {
  return folders(
    `${xdg.XDG_CONFIG_HOME ?? `${HOME}/.config`}/virtweave`,
    `${xdg.XDG_STATE_HOME ?? `${HOME}/.local/state`}/virtweave`,
    `${xdg.XDG_RUNTIME_DIR ?? xdg.XDG_CACHE_HOME ?? `${HOME}/.cache`}/virtweave`,
  );
}
