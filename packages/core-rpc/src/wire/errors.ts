import { VirtError, errorCodes, errorDomains, errorMessage, isVirtError, type ErrorCode, type ErrorDomain } from '@virtweave/core-util/errors';
import type { MessageError } from '../protocol/types.generated.ts';
import { largestText } from './largest-text.ts';

let codes: Map<number, ErrorCode> | undefined;
let domains: Map<number, ErrorDomain> | undefined;

/** The code of a number; undefined for one that is younger than our table. */
export function errorCodeOf(number: number): ErrorCode | undefined {
  codes ??= new Map((Object.keys(errorCodes) as ErrorCode[]).map((code) => [errorCodes[code].number, code]));
  return codes.get(number);
}

export function errorDomainOf(number: number): ErrorDomain | undefined {
  domains ??= new Map((Object.keys(errorDomains) as ErrorDomain[]).map((domain) => [errorDomains[domain].number, domain]));
  return domains.get(number);
}

const warning = 1;
const error = 2;

/** An error as it goes over the wire. What is not a `VirtError` becomes `VIR_ERR_INTERNAL_ERROR`. */
export function errorToWire(thrown: unknown): MessageError {
  const raised = isVirtError(thrown)
    ? thrown
    : new VirtError('VIR_ERR_INTERNAL_ERROR', thrown instanceof Error ? thrown.message : String(thrown));
  return {
    code: raised.number,
    domain: raised.domainNumber,
    message: largestText(raised.libvirtMessage),
    level: raised.level === 'warning' ? warning : error,
    dom: undefined,
    str1: largestText(raised.str1),
    str2: largestText(raised.str2),
    str3: largestText(raised.str3),
    int1: raised.int1 | 0,
    int2: raised.int2 | 0,
    net: undefined,
  };
}

/** The error that a peer sent, with all its fields. Its message is the peer's, in whatever language that speaks. */
export function errorFromWire(sent: MessageError): VirtError {
  const code = errorCodeOf(sent.code) ?? 'VIR_ERR_INTERNAL_ERROR';
  const detail = detailOf(code, sent);
  return new VirtError(code, detail, {
    bare: detail !== undefined && sent.message !== errorMessage(code, detail),
    domain: errorDomainOf(sent.domain) ?? 'VIR_FROM_NONE',
    level: sent.level === warning ? 'warning' : 'error',
    ...(sent.str1 === undefined ? {} : { str1: sent.str1 }),
    ...(sent.str2 === undefined ? {} : { str2: sent.str2 }),
    ...(sent.str3 === undefined ? {} : { str3: sent.str3 }),
    int1: sent.int1,
    int2: sent.int2,
  });
}

/** The part of the message that the code's form has no words for. */
function detailOf(code: ErrorCode, sent: MessageError): string | undefined {
  const { message, str2 } = sent;
  if (message === undefined || message === errorMessage(code)) return undefined;
  if (str2 !== undefined && errorMessage(code, str2) === message) return str2;
  const [before = '', after = ''] = (errorCodes[code].withDetail ?? '').split('{detail}');
  if (message.length >= before.length + after.length && message.startsWith(before) && message.endsWith(after))
    return message.slice(before.length, message.length - after.length);
  return message;
}
