import { errorCodes, errorDomains, type ErrorCode, type ErrorDomain } from './codes.generated.ts';

/** How bad it is (`virErrorLevel`). */
export type ErrorLevel = 'warning' | 'error';

export interface VirtErrorOptions {
  /** The part of the system that raised the error. Default `VIR_FROM_NONE`. */
  readonly domain?: ErrorDomain;
  /** Default `error`. */
  readonly level?: ErrorLevel;
  /** What caused it: another error, kept for the stack trace. */
  readonly cause?: unknown;
  /**
   * Extra strings and numbers of libvirt's `virError`. `str1` defaults to the code's form (`Domain not found: %s`), `str2` to
   * the detail in libvirt's words.
   */
  readonly str1?: string;
  readonly str2?: string;
  readonly str3?: string;
  readonly int1?: number;
  readonly int2?: number;
  /** The detail is the whole message: libvirt words some errors (of arguments and flags) itself, without the code's form. */
  readonly bare?: boolean;
  /** Where the wrong value stands; added to the message behind libvirt's words. */
  readonly place?: DocumentPlace;
  /** The detail in libvirt's words, where ours are others. */
  readonly libvirtDetail?: string;
}

/** Where in a document a wrong value stands. */
export interface DocumentPlace {
  /** Element path, such as `/domain/devices/disk[2]/driver/@cache`. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Name of the document, when it has one. */
  readonly source?: string;
}

const mark = Symbol.for('@virtweave/core-util/VirtError');

/**
 * The one error class of the house: libvirt's `virError`.
 *
 * The message has libvirt's form for the code: with a detail `Domain not found: no domain with matching name 'web'`,
 * without one `Domain not found`.
 *
 * @example
 * ```ts
 * const error = new VirtError('VIR_ERR_NO_DOMAIN', `no domain with matching name 'web'`, { domain: 'VIR_FROM_QEMU' });
 * error.message; // "Domain not found: no domain with matching name 'web'"
 * error.number; // 42
 * ```
 *
 * An error about a document also says where: `XML error: Invalid value for attribute 'cache' in element 'driver': 'bogus'
 * (guest.xml:7:27 /domain/devices/disk[1]/driver/@cache)`.
 */
export class VirtError extends Error {
  /** Name of the error code, such as `VIR_ERR_NO_DOMAIN`. */
  readonly code: ErrorCode;
  /** libvirt's number of the code. */
  readonly number: number;
  /** Who raised it, such as `VIR_FROM_QEMU`. */
  readonly domain: ErrorDomain;
  /** libvirt's number of the error domain. */
  readonly domainNumber: number;
  readonly level: ErrorLevel;
  /** The detail alone, without the form that the code puts around it. */
  readonly detail: string | undefined;
  readonly str1: string | undefined;
  readonly str2: string | undefined;
  readonly str3: string | undefined;
  /** -1 when unused, as in libvirt. */
  readonly int1: number;
  readonly int2: number;
  /** Is the detail the whole message, without the form that the code has? */
  readonly bare: boolean;
  /** Where in a document the wrong value stands, when the error is about one. */
  readonly place: DocumentPlace | undefined;
  readonly #libvirtDetail: string | undefined;

  static {
    Object.defineProperty(this.prototype, mark, { value: true });
    Object.defineProperty(this.prototype, 'name', { value: 'VirtError' });
  }

  /** So that `instanceof`, too, knows the errors of other copies of this package: driver-remote has one in its bundle. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return this === VirtError ? isVirtError(value) : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  constructor(code: ErrorCode, detail?: string, options: VirtErrorOptions = {}) {
    const message = options.bare === true && detail !== undefined ? detail : errorMessage(code, detail);
    super(message + placeText(options.place), 'cause' in options ? { cause: options.cause } : undefined);
    const domain = options.domain ?? 'VIR_FROM_NONE';
    this.code = code;
    this.number = errorCodes[code].number;
    this.domain = domain;
    this.domainNumber = errorDomains[domain].number;
    this.level = options.level ?? 'error';
    this.detail = detail;
    const libvirtDetail = options.libvirtDetail ?? detail;
    this.str1 = options.str1 ?? formOf(code, detail);
    this.str2 = options.str2 ?? libvirtDetail;
    this.str3 = options.str3;
    this.int1 = options.int1 ?? -1;
    this.int2 = options.int2 ?? -1;
    this.bare = options.bare ?? false;
    this.place = options.place;
    this.#libvirtDetail = libvirtDetail;
  }

  /** The message as libvirt would word it, without the place: what goes over the wire and what `virsh` prints. */
  get libvirtMessage(): string {
    const detail = this.#libvirtDetail;
    return this.bare && detail !== undefined ? detail : errorMessage(this.code, detail);
  }
}

function placeText(place: DocumentPlace | undefined): string {
  if (place === undefined) return '';
  return ` (${place.source === undefined ? '' : `${place.source}:`}${place.line}:${place.column} ${place.path})`;
}

/** The form of a code's messages, as libvirt's clients know it. */
function formOf(code: ErrorCode, detail: string | undefined): string | undefined {
  const { message, withDetail } = errorCodes[code];
  return (detail === undefined ? message : withDetail?.replace('{detail}', '%s')) ?? undefined;
}

/** libvirt's message for a code, with or without a detail. */
export function errorMessage(code: ErrorCode, detail?: string): string {
  const { message, withDetail } = errorCodes[code];
  if (detail === undefined || withDetail === null) return message ?? 'no error';
  return withDetail.replace('{detail}', () => detail);
}

/** Is this a {@link VirtError}, perhaps made by another copy of this package? With `code`: and of that code? */
export function isVirtError(error: unknown, code?: ErrorCode): error is VirtError {
  if (typeof error !== 'object' || error === null || !(mark in error)) return false;
  return code === undefined || (error as unknown as VirtError).code === code;
}
