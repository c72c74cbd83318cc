import {
  formatAddress,
  inSameNetwork,
  isNumericLocalhost,
  isVirtError,
  isWildcard,
  networkAddress,
  numericFamily,
  parseAddress,
  rangeSize,
  type WantedFamily,
} from '@virtweave/core-util';
import type { Adapter } from '../adapter.ts';

/** Socket addresses: parse and format, ranges, masks, classification. */
export const run: Adapter = (testCase) => {
  const text = (key: string): string => String(testCase[key]);
  switch (testCase['op']) {
    case 'parse-format': {
      const address = orFailure(() => parseAddress(text('address'), testCase['family'] as WantedFamily));
      return { parses: address !== undefined, formatted: address === undefined ? null : formatAddress(address) };
    }
    case 'range': {
      const start = parseAddress(text('start'));
      const end = parseAddress(text('end'));
      const network =
        typeof testCase['network'] === 'string'
          ? { address: parseAddress(testCase['network']), prefix: Number(testCase['prefix']) }
          : undefined;
      const size = orFailure(() => rangeSize(start, end, network));
      return { size: size ?? -1, valid: size !== undefined };
    }
    case 'same-network':
      return { result: inSameNetwork(parseAddress(text('a')), parseAddress(text('b')), parseAddress(text('netmask'))) };
    case 'mask-network':
      return { network: formatAddress(networkAddress(parseAddress(text('address')), Number(testCase['prefix']))) };
    case 'is-wildcard':
      return { result: isWildcard(parseAddress(text('address'))) };
    case 'numeric-family':
      return { family: numericFamily(text('address')) ?? null };
    case 'is-numeric-localhost':
      return { result: isNumericLocalhost(text('address')) };
    default:
      throw new TypeError(`unknown operation ${text('op')}`);
  }
};

/** Undefined where the operation fails as libvirt's would; the suite asks for that as a value. */
function orFailure<T>(operation: () => T): T | undefined {
  try {
    return operation();
  } catch (error) {
    if (isVirtError(error)) return undefined;
    throw error;
  }
}
