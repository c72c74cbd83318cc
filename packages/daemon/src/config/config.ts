import { readFile } from 'node:fs/promises';
import type { LogLevel } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import { z } from 'zod';
import type { SaslMechanism } from '../sasl/sasl.ts';

/** How clients show who they are: not at all, or by SASL. */
export type Auth = 'none' | 'sasl';

export interface UnixConfig {
  /** Socket for everything. */
  readonly path: string;
  /** Default `0700`. */
  readonly mode: string;
  /** Socket on which nothing can be changed. */
  readonly readOnlyPath?: string;
  /** Default `0777`. */
  readonly readOnlyMode: string;
  readonly auth: Auth;
  readonly readOnlyAuth: Auth;
}

export interface TcpConfig {
  /** Default `127.0.0.1`. */
  readonly address: string;
  /** Default 16509. */
  readonly port: number;
  /** Default `sasl`: without it everybody who reaches the port may do everything. TCP carries what is said in the clear. */
  readonly auth: Auth;
}

export interface TlsConfig {
  /** Default `0.0.0.0`. */
  readonly address: string;
  /** Default 16514. */
  readonly port: number;
  readonly caCertificate: string;
  readonly revocationList?: string;
  readonly certificate: string;
  readonly key: string;
  /** Distinguished names of clients that may come, `*` for any text: `CN=web-*,O=Example`. Default: all that the CA signed. */
  readonly allowedNames?: readonly string[];
  readonly auth: Auth;
}

/** One rule of who may do what. */
export interface Rule {
  /** Whom it is about; every field must match, `*` for any text. Default: everybody. */
  readonly who: { readonly user?: string; readonly distinguishedName?: string; readonly socket?: 'unix' | 'tcp' | 'tls' };
  /** Permissions of libvirt's access control: `domain:start`, `domain:*`, `*`. */
  readonly what: readonly string[];
  /** Which objects: name or UUID, `*` for any text. Default: all. */
  readonly on: { readonly name?: string; readonly uuid?: string };
  /** Default true. */
  readonly allow: boolean;
}

export interface Limits {
  /** Default 5000. */
  readonly clients: number;
  /** Clients that have not yet shown who they are. Default 20. */
  readonly anonymousClients: number;
  /**
   * Calls of one client that run at a time; more wait until it is their turn (libvirtd's `max_client_requests`). Default 5, as
   * there.
   */
  readonly requests: number;
  /** Default 32 MiB. */
  readonly messageBytes: number;
  /** Seconds for showing who one is. Default 30. */
  readonly authentication: number;
}

export interface SaslConfig {
  /** Default: SCRAM-SHA-256. PLAIN is not offered over TCP, which everybody can read. */
  readonly mechanisms: readonly SaslMechanism[];
  /** What `virtweaved --add-user` writes. Default `/etc/virtweave/users.json`. */
  readonly users: string;
}

/** In libvirt's forms. */
export interface LogConfig {
  /** For what no filter names. Default `warning`; `info` tells who comes and goes, `debug` every call. */
  readonly level: LogLevel;
  /** `1:qemu 3:daemon` */
  readonly filters: string;
  /** `1:stderr`, `1:file:/var/log/virtweaved.log`. Default: the standard error. */
  readonly outputs: string;
}

/** The configuration, with everything that it leaves out filled in. */
export interface Config {
  /** Schemes that clients may open. Default: those of all installed drivers. */
  readonly schemes?: readonly string[];
  readonly unix?: UnixConfig;
  readonly tcp?: TcpConfig;
  readonly tls?: TlsConfig;
  readonly sasl: SaslConfig;
  /** The first rule that matches decides; where none does nothing is allowed. Default: everything is allowed. */
  readonly rules?: readonly Rule[];
  readonly limits: Limits;
  /** Signs of life: seconds between them (default 5; -1: none), and how many may be missing (default 5). */
  readonly keepAlive: { readonly interval: number; readonly count: number };
  readonly log: LogConfig;
}

/** The configuration as it is written. */
export interface ConfigInput {
  readonly schemes?: readonly string[];
  readonly unix?: Partial<UnixConfig> & Pick<UnixConfig, 'path'>;
  readonly tcp?: Partial<TcpConfig>;
  readonly tls?: Partial<TlsConfig>;
  readonly sasl?: Partial<SaslConfig>;
  readonly rules?: readonly (Partial<Rule> & Pick<Rule, 'what'>)[];
  readonly limits?: Partial<Limits>;
  readonly keepAlive?: Partial<Config['keepAlive']>;
  readonly log?: Partial<LogConfig>;
}

const port = z.number().int().min(0).max(65_535);
const fileMode = z.string().regex(/^0[0-7]{3}$/, 'must be four octal digits, as in "0770"');
const auth = z.enum(['none', 'sasl']);

const unix = z.strictObject({
  path: z.string().min(1),
  mode: fileMode.default('0700'),
  readOnlyPath: z.string().min(1).optional(),
  readOnlyMode: fileMode.default('0777'),
  auth: auth.default('none'),
  readOnlyAuth: auth.default('none'),
});

const tcp = z.strictObject({ address: z.string().default('127.0.0.1'), port: port.default(16_509), auth: auth.default('sasl') });

const tls = z.strictObject({
  address: z.string().default('0.0.0.0'),
  port: port.default(16_514),
  caCertificate: z.string().default('/etc/pki/CA/cacert.pem'),
  revocationList: z.string().optional(),
  certificate: z.string().default('/etc/pki/libvirt/servercert.pem'),
  key: z.string().default('/etc/pki/libvirt/private/serverkey.pem'),
  allowedNames: z.array(z.string()).optional(),
  auth: auth.default('none'),
});

const rule = z.strictObject({
  who: z
    .strictObject({ user: z.string(), distinguishedName: z.string(), socket: z.enum(['unix', 'tcp', 'tls']) })
    .partial()
    .default({}),
  what: z.array(z.string().regex(/^(\*|[a-z_-]+:(\*|[a-z_-]+))$/, 'must be OBJECT:PERMISSION, OBJECT:* or *')),
  on: z.strictObject({ name: z.string(), uuid: z.string() }).partial().default({}),
  allow: z.boolean().default(true),
});

const limits = z.strictObject({
  clients: z.number().int().positive().default(5000),
  anonymousClients: z.number().int().positive().default(20),
  requests: z.number().int().positive().default(5),
  messageBytes: z.number().int().min(65_536).default(32 * 1024 * 1024),
  authentication: z.number().positive().default(30),
});

const sasl = z.strictObject({
  mechanisms: z.array(z.enum(['SCRAM-SHA-256', 'PLAIN'])).min(1).default(['SCRAM-SHA-256']),
  users: z.string().default('/etc/virtweave/users.json'),
});

const keepAlive = z.strictObject({ interval: z.number().int().default(5), count: z.number().int().nonnegative().default(5) });

const log = z.strictObject({
  level: z.enum(['debug', 'info', 'warning', 'error']).default('warning'),
  filters: z.string().default(''),
  outputs: z.string().default('1:stderr'),
});

const schema = z.strictObject({
  schemes: z.array(z.string()).optional(),
  unix: unix.optional(),
  tcp: tcp.optional(),
  tls: tls.optional(),
  sasl: sasl.prefault({}),
  rules: z.array(rule).optional(),
  limits: limits.prefault({}),
  keepAlive: keepAlive.prefault({}),
  log: log.prefault({}),
});

/** @throws VirtError VIR_ERR_CONFIG_UNSUPPORTED naming every value that is wrong */
export function checkConfig(input: unknown, name: string = 'configuration'): Config {
  const checked = schema.safeParse(input);
  if (checked.success) return checked.data as Config;
  const problems = checked.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `${name}: ${problems.join('; ')}`);
}

/** @throws VirtError when the file cannot be read, is no JSON, or says what it may not */
export async function readConfig(path: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new VirtError('VIR_ERR_SYSTEM_ERROR', `cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw new VirtError('VIR_ERR_CONF_SYNTAX', `${path}: ${(cause as Error).message}`, { cause });
  }
  return checkConfig(input, path);
}
