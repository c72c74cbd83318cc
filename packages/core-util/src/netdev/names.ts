import { VirtError } from '../errors/virt-error.ts';
import { errnoError } from '../host/system-error.ts';

/** Longest name of a network interface, in bytes: the kernel's IFNAMSIZ less its closing NUL. */
export const MAX_INTERFACE_NAME: number = 15;

/** Names given out count up to here and then begin again: nine digits leave room for a prefix. */
const MAX_NUMBER = 999_999_999;

/**
 * Refuses a name that the kernel would not take, or that `ip -batch` would read as something else. What comes from a
 * document goes through here before it goes anywhere.
 *
 * @throws VirtError `VIR_ERR_SYSTEM_ERROR` (ERANGE) for a name of more than 15 bytes, `VIR_ERR_INVALID_ARG` for one
 * with other characters than letters, digits, `_`, `-`, `.`, `@` and `+`, with a leading `-`, and for `.` and `..`
 */
export function checkInterfaceName(name: string): void {
  if (Buffer.byteLength(name) > MAX_INTERFACE_NAME)
    throw errnoError(`Network interface name '${name.slice(0, 64)}' is too long`, 'ERANGE');
  if (!/^[\w.@+][\w.@+-]*$/.test(name) || name === '.' || name === '..' || name === 'all' || name === 'default') {
    throw new VirtError('VIR_ERR_INVALID_ARG', `'${name}' is no name of a network interface`);
  }
}

/**
 * Names for new interfaces as libvirt gives them (`virNetDevGenerateName`): `vnet0`, `vnet1`, ... They count up and are
 * not used again while this object lives, since others may still look at counters of an interface that is gone.
 *
 * @example
 * ```ts
 * const names = new InterfaceNames();
 * names.next('vnet', new Set(['vnet0'])); // vnet1
 * ```
 */
export class InterfaceNames {
  readonly #last = new Map<string, number>();

  /**
   * The next free name.
   *
   * @param taken names that exist
   * @throws VirtError `VIR_ERR_INTERNAL_ERROR` when there is none
   */
  next(prefix: string, taken: { has(name: string): boolean }): string {
    let number = this.#last.get(prefix) ?? -1;
    for (let tries = 0; tries < 100_000; tries += 1) {
      number = number >= MAX_NUMBER ? 0 : number + 1;
      const name = `${prefix}${number}`;
      if (Buffer.byteLength(name) > MAX_INTERFACE_NAME) break;
      if (taken.has(name)) continue;
      this.#last.set(prefix, number);
      return name;
    }
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `no unused ${prefix} names available`);
  }

  /** Notes a name that is in use already, so that numbers go on behind it (`virNetDevReserveName`). */
  reserve(name: string): void {
    const [, prefix, digits] = /^(.*?)(\d{1,9})$/.exec(name) ?? [];
    if (prefix === undefined || digits === undefined) return;
    this.#last.set(prefix, Math.max(this.#last.get(prefix) ?? -1, Number(digits)));
  }
}
