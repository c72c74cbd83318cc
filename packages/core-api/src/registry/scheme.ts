import { VirtError } from '@virtweave/core-util/errors';

/** What of a URI decides which driver opens it. */
export interface SchemeOf {
  /** `qemu` of `qemu+ssh://host/system`. */
  readonly scheme: string;
  /** `ssh` of `qemu+ssh://host/system`. */
  readonly transport: string | undefined;
  /** Is there a host name? */
  readonly server: boolean;
}

const name = /^[a-z][a-z0-9]*$/;

/** Takes a URI apart as far as loading a driver needs. The name becomes part of a package name, so it must be a word. */
export function schemeOf(uri: string): SchemeOf {
  const parts = /^([^:/?#]*):(?:\/\/([^/?#]*))?/.exec(uri);
  const [scheme = '', transport, ...more] = (parts?.[1] ?? '').split('+');
  if (!name.test(scheme) || (transport !== undefined && !name.test(transport)) || more.length > 0) {
    throw new VirtError(
      'VIR_ERR_NO_CONNECT',
      `${JSON.stringify(uri)}: a connection URI begins with a scheme of lower-case letters and digits, as in test:///default`,
    );
  }
  return { scheme, transport, server: (parts?.[2] ?? '') !== '' };
}

/** Packages that hold several schemes, or whose name is not `driver-SCHEME`. */
const packages: Readonly<Record<string, string>> = {
  vpx: 'driver-esx',
  gsx: 'driver-esx',
  vmwareplayer: 'driver-vmware',
  vmwarews: 'driver-vmware',
  vmwarefusion: 'driver-vmware',
  network: 'secondary-network',
  storage: 'secondary-storage',
  nwfilter: 'secondary-nwfilter',
  interface: 'secondary-interface',
  nodedev: 'secondary-node-device',
  secret: 'secondary-secret',
};

/** The package that should have a driver for the scheme. */
export function packageOf(scheme: string): string {
  return `@virtweave/${Object.hasOwn(packages, scheme) ? packages[scheme] : `driver-${scheme}`}`;
}

/** The scope of a connection, as the URI of a secondary: `qemu:///embed?root=/x` gives `network:///embed?root=/x`. */
export function inScopeOf(uri: string, scheme: string): string {
  const path = /^[^:]*:(?:\/\/[^/?#]*)?(\/[^?#]*)?/.exec(uri)?.[1] ?? '/system';
  const root = /[?&](root=[^&#]*)/.exec(uri)?.[1];
  return `${scheme}://${path}${root === undefined ? '' : `?${root}`}`;
}
