import { errnoError, type ErrnoName, type Host } from '@virtweave/core-util';
import { WrappedHost, type HostOperation } from './wrapped-host.ts';

/**
 * A host on which chosen operations fail: a full disk, a read-only folder.
 *
 * @example
 * ```ts
 * const full = new FaultyHost(machine, ({ name }) => (name === 'writeFile' ? 'ENOSPC' : undefined));
 * ```
 */
export class FaultyHost extends WrappedHost {
  readonly #fault: (operation: HostOperation) => ErrnoName | undefined;

  /** @param fault The system's name of the error with which an operation fails, undefined to let it pass. */
  constructor(inner: Host, fault: (operation: HostOperation) => ErrnoName | undefined) {
    super(inner);
    this.#fault = fault;
  }

  protected override async around<T>(operation: HostOperation, call: () => Promise<T>): Promise<T> {
    const errno = this.#fault(operation);
    if (errno === undefined) return call();
    throw errnoError(`cannot ${WORDS[operation.name] ?? operation.name} '${operation.target}'`, errno, new Error('injected'));
  }
}

const WORDS: Partial<Record<HostOperation['name'], string>> = {
  readFile: 'read',
  writeFile: 'write',
  createFile: 'create',
  appendFile: 'append to',
  makeFolder: 'create folder',
  list: 'open folder',
  symlink: 'create link',
  spawn: 'run',
};
