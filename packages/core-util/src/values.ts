export { Bitmap, type BitRange } from './bitmap.ts';
export {
  addressBits,
  broadcastAddress,
  inSameNetwork,
  maskAddress,
  netmaskToPrefix,
  networkAddress,
  networkPrefix,
  prefixToNetmask,
  ptrDomain,
  rangeSize,
  type IpNetwork,
} from './ip-network.ts';
export { compareMac, formatMac, isBroadcastMac, isMulticastMac, macPrefixes, normalizeMac, parseMac, randomMac } from './mac.ts';
export {
  formatAddress,
  formatAddressPort,
  isNumericLocalhost,
  isPrivate,
  isWildcard,
  numericFamily,
  parseAddress,
  sameAddress,
  withPort,
  type IpFamily,
  type SocketAddress,
  type WantedFamily,
} from './socket-address.ts';
export { maxSize, parseSize, prettySize, scaleInteger, scaleMemory, unitScale, type PrettySize } from './units.ts';
export { formatUuid, isUsableUuid, normalizeUuid, parseUuid, randomUuid, systemRandom, type RandomBytes } from './uuid.ts';
