import type { NetworkHost, NetworkSource } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { JsonValue, Props } from '../command/json.ts';
import type { StorageObjects, StorageOptions } from './storage-props.ts';

const defaultPorts: Readonly<Record<string, number>> = {
  nbd: 10809,
  rbd: 0,
  sheepdog: 7000,
  gluster: 24007,
  iscsi: 3260,
  http: 80,
  https: 443,
  ftp: 21,
  ftps: 990,
  tftp: 69,
  ssh: 22,
  vxhs: 9999,
  nfs: 2049,
};

const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
const portOf = (source: NetworkSource, host: NetworkHost): string =>
  String(host.port ?? defaultPorts[source.protocol] ?? 0);

/** `HOST:PORT` of the first server, with the protocol's own port where the document names none. */
function authority(source: NetworkSource): string {
  const [first] = source.hosts ?? [];
  if (first === undefined) return '';
  return `${bracketed(first.name ?? '')}:${portOf(source, first)}`;
}

/** The URI of what has one: `https://host:443/path`. */
export function sourceUri(source: NetworkSource): string {
  const { name = '', query } = source;
  const path = name === '' && source.protocol === 'nbd' ? '' : `/${name.replace(/^\//, '')}`;
  return `${source.protocol}://${authority(source)}${path}${query === undefined ? '' : `?${query}`}`;
}

/** `NAME=VALUE; NAME=VALUE`, as a browser sends cookies; undefined when there are none. */
export function cookieText({ cookies }: NetworkSource): string | undefined {
  if (cookies === undefined || cookies.length === 0) return undefined;
  return cookies.map(({ name, value }) => `${name}=${value ?? ''}`).join('; ');
}

/** Storage that is reached over the network. */
export function networkProps(
  source: NetworkSource,
  objects: StorageObjects,
  options: StorageOptions,
  targetOnly: boolean,
): Props {
  if (objects.nbdkitSocket !== undefined) return { driver: 'nbd', server: { type: 'unix', path: objects.nbdkitSocket } };
  const hosts = source.hosts ?? [];
  const inet = (host: NetworkHost | undefined): Props => ({
    host: host?.name ?? '',
    port: host === undefined ? '0' : portOf(source, host),
  });
  const address = (host: NetworkHost | undefined): Props =>
    host?.transport === 'unix' ? { type: 'unix', path: host.socket ?? '' } : { type: 'inet', ...inet(host) };
  const [first] = hosts;
  const opened = (props: Props): Props => (targetOnly ? {} : props);
  switch (source.protocol) {
    case 'nbd':
      return {
        driver: 'nbd',
        server: address(first),
        export: source.name === '' ? undefined : source.name,
        ...opened({
          'tls-creds': objects.tlsCredentials,
          'tls-hostname': source.tlsHostname,
          'reconnect-delay': source.reconnect?.delay,
        }),
      };
    case 'rbd':
      return {
        ...rbdImage(source.name ?? ''),
        snapshot: source.snapshot?.name,
        conf: source.config?.file,
        server: hosts.length === 0 ? undefined : hosts.map(inet),
        ...opened({
          encrypt: rbdEncryption(source, objects.encryptionSecrets ?? []),
          user: source.auth?.username,
          'auth-client-required': source.auth === undefined ? undefined : ['cephx', 'none'],
          'key-secret': objects.authSecret,
        }),
      };
    case 'iscsi':
      return {
        ...iscsiTarget(first, source.name ?? ''),
        ...opened({ user: source.auth?.username, 'password-secret': objects.authSecret }),
        'initiator-name': source.initiator?.iqn,
      };
    case 'http':
    case 'https':
    case 'ftp':
    case 'ftps':
    case 'tftp':
      return {
        driver: source.protocol,
        url: sourceUri(source),
        ...opened({ username: source.auth?.username, 'password-secret': objects.authSecret }),
        sslverify: source.ssl?.verify,
        ...(targetOnly ? { cookie: cookieText(source) } : { 'cookie-secret': objects.cookieSecret }),
        timeout: source.timeout?.seconds,
        readahead: source.readahead?.size,
      };
    case 'ssh':
      return {
        driver: 'ssh',
        path: source.name ?? '',
        server: inet(first),
        user: source.auth?.username ?? source.identity?.username ?? options.user,
        'host-key-check': options.hostKeyCheck === false ? { mode: 'none' } : undefined,
      };
    case 'gluster': {
      const [volume = '', ...path] = (source.name ?? '').split('/');
      return {
        driver: 'gluster',
        volume,
        path: path.join('/'),
        server: hosts.map(address),
        debug: options.glusterDebugLevel === 0 ? undefined : options.glusterDebugLevel,
      };
    }
    case 'nfs':
      return {
        driver: 'nfs',
        server: { host: first?.name ?? '', type: 'inet' },
        path: source.name ?? '',
        user: idNumber(source.identity?.user),
        group: idNumber(source.identity?.group),
      };
    case 'vxhs':
      return {
        driver: 'vxhs',
        ...opened({ 'tls-creds': objects.tlsCredentials }),
        'vdisk-id': source.name ?? '',
        server: inet(first),
      };
    case 'sheepdog':
      throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `'sheepdog' protocol is not supported by this QEMU`, {
        domain: 'VIR_FROM_QEMU',
      });
  }
}

const idNumber = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id.replace(/^\+/, '')));

function rbdImage(name: string): Props {
  const slash = name.indexOf('/');
  return { driver: 'rbd', pool: slash === -1 ? '' : name.slice(0, slash), image: name.slice(slash + 1) };
}

/** Which iSCSI target and unit `TARGET/LUN` on a host is. */
export function iscsiTarget(host: NetworkHost | undefined, name: string): Props {
  const [target = '', lun] = name.split('/');
  return {
    driver: 'iscsi',
    portal: `${bracketed(host?.name ?? '')}:${host?.port ?? defaultPorts['iscsi']}`,
    target,
    lun: lun === undefined ? 0 : Number(lun),
    transport: 'tcp',
  };
}

function rbdEncryption({ encryption }: NetworkSource, secrets: readonly string[]): JsonValue | undefined {
  if (encryption?.engine !== 'librbd') return undefined;
  const layer = (i: number): Props => ({
    format: encryption.format,
    'key-secret': secrets[i],
    parent: i + 1 < secrets.length ? layer(i + 1) : undefined,
  });
  return layer(0);
}
