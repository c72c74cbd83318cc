import { formatAddress, parseAddress, type IpFamily, type SocketAddress } from '@virtweave/core-util/values';

/** A numeric address in libvirt's spelling, of any family or the given one; undefined when the text is none. */
export function ipText(text: string, family: IpFamily | 'any' = 'any'): string | undefined {
  const address = ipAddressOf(text, family);
  return address === undefined ? undefined : formatAddress(address);
}

/** The same, as bytes. */
export function ipAddressOf(text: string, family: IpFamily | 'any' = 'any'): SocketAddress | undefined {
  try {
    return parseAddress(text, family);
  } catch {
    return undefined;
  }
}
