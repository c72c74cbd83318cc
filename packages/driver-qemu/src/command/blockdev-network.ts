import type { Encryption, NetworkHost, NetworkSource } from '@virtweave/core-conf';
import { encryptionNode, storageNode, type Image } from './blockdev.ts';
import { unsupported, type CommandBuilder } from './builder.ts';
import type { JsonValue, Props } from './json.ts';

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

/** Storage that is reached over the network. */
export function networkProps(build: CommandBuilder, image: Image, source: NetworkSource): Props {
  const { resources } = build.context;
  const nbdkit = resources.nbdkitSocket(source, storageNode(image));
  if (nbdkit !== undefined) return { driver: 'nbd', server: { type: 'unix', path: nbdkit } };
  const hosts = source.hosts ?? [];
  const port = (host: NetworkHost): string => String(host.port ?? defaultPorts[source.protocol] ?? 0);
  const inet = (host: NetworkHost | undefined): Props => ({
    host: host?.name ?? '',
    port: host === undefined ? '0' : port(host),
  });
  const address = (host: NetworkHost | undefined): Props =>
    host?.transport === 'unix' ? { type: 'unix', path: host.socket ?? '' } : { type: 'inet', ...inet(host) };
  const [first] = hosts;
  switch (source.protocol) {
    case 'nbd': {
      const tls = tlsFor(build, image, source);
      return {
        driver: 'nbd',
        server: address(first),
        export: source.name === '' ? undefined : source.name,
        'tls-creds': tls,
        'tls-hostname': source.tlsHostname,
        'reconnect-delay': source.reconnect?.delay,
      };
    }
    case 'rbd': {
      const slash = (source.name ?? '').indexOf('/');
      const pool = slash === -1 ? '' : (source.name ?? '').slice(0, slash);
      const name = (source.name ?? '').slice(slash + 1);
      const secret = authSecret(build, image, source);
      return {
        driver: 'rbd',
        pool,
        image: name,
        snapshot: source.snapshot?.name,
        conf: source.config?.file,
        server: hosts.length === 0 ? undefined : hosts.map(inet),
        encrypt: rbdEncryption(image, encryptionNode(build, image)),
        user: source.auth?.username,
        'auth-client-required': source.auth === undefined ? undefined : ['cephx', 'none'],
        'key-secret': secret,
      };
    }
    case 'iscsi': {
      const secret = authSecret(build, image, source);
      return {
        ...iscsiTarget(first, source.name ?? ''),
        user: source.auth?.username,
        'password-secret': secret,
        'initiator-name': source.initiator?.iqn,
      };
    }
    case 'http':
    case 'https':
    case 'ftp':
    case 'ftps':
    case 'tftp': {
      const secret = authSecret(build, image, source);
      const cookies = (source.cookies ?? []).map(({ name, value }) => `${name}=${value ?? ''}`).join('; ');
      let cookie: string | undefined;
      if (cookies !== '') cookie = build.secret(`${storageNode(image)}-httpcookie-secret0`, Buffer.from(cookies));
      const query = source.query === undefined ? '' : `?${source.query}`;
      const where = `${bracketed(first?.name ?? '')}:${first === undefined ? '' : port(first)}`;
      return {
        driver: source.protocol,
        url: `${source.protocol}://${where}/${(source.name ?? '').replace(/^\//, '')}${query}`,
        username: source.auth?.username,
        'password-secret': secret,
        sslverify: source.ssl?.verify,
        'cookie-secret': cookie,
        timeout: source.timeout?.seconds,
        readahead: source.readahead?.size,
      };
    }
    case 'ssh':
      return {
        driver: 'ssh',
        path: source.name ?? '',
        server: inet(first),
        user: source.auth?.username ?? source.identity?.username,
      };
    case 'gluster': {
      const [volume = '', ...path] = (source.name ?? '').split('/');
      return {
        driver: 'gluster',
        volume,
        path: path.join('/'),
        server: hosts.map(address),
        debug: build.context.config.glusterDebugLevel === 0 ? undefined : build.context.config.glusterDebugLevel,
      };
    }
    case 'nfs':
      return {
        driver: 'nfs',
        server: { host: first?.name ?? '', type: 'inet' },
        path: source.name ?? '',
        user: source.identity?.user === undefined ? undefined : Number(source.identity.user.replace(/^\+/, '')),
        group: source.identity?.group === undefined ? undefined : Number(source.identity.group.replace(/^\+/, '')),
      };
    case 'vxhs': {
      const tls = tlsFor(build, image, source);
      return { driver: 'vxhs', 'tls-creds': tls, 'vdisk-id': source.name ?? '', server: inet(first) };
    }
    case 'sheepdog':
      throw unsupported(`'sheepdog' protocol is not supported by this QEMU`);
  }
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

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

function rbdEncryption({ source }: Image, node: string): JsonValue | undefined {
  const { encryption } = source;
  if (encryption?.engine !== 'librbd') return undefined;
  const layers = encryption.secrets ?? [];
  const layer = (i: number): Props => ({
    format: encryption.format as Encryption['format'],
    'key-secret': `${node}-encryption-secret${i}`,
    parent: i + 1 < layers.length ? layer(i + 1) : undefined,
  });
  return layer(0);
}

function authSecret(build: CommandBuilder, image: Image, { auth }: NetworkSource): string | undefined {
  if (auth?.secret === undefined) return undefined;
  return build.secret(`${storageNode(image)}-auth-secret0`, build.context.resources.secret(auth.secret));
}

function tlsFor(build: CommandBuilder, image: Image, source: NetworkSource): string | undefined {
  if (source.tls !== true) return undefined;
  const { config } = build.context;
  return build.tlsCredentials(storageNode(image), {
    dir: source.protocol === 'vxhs' ? config.vxhsTlsX509CertDir : config.nbdTlsX509CertDir,
    server: false,
    verify: true,
    secretUuid: source.protocol === 'vxhs' ? config.vxhsTlsX509SecretUuid : config.nbdTlsX509SecretUuid,
  });
}
