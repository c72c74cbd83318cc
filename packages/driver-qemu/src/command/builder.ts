import { createCipheriv } from 'node:crypto';
import type { Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { QemuCapabilities } from '../capabilities/index.ts';
import type { QemuFlag } from '../capabilities/flags.ts';
import type { CommandContext } from './context.ts';
import type { Override } from './extensions.ts';
import { formatJson, formatOptions, type Props } from './json.ts';

/** An option with its value, and the part of the document that it comes from. */
export interface QemuArgument {
  /** With the dash: `-device`. */
  readonly option: string;
  readonly value?: string;
  /** Path in the document, such as `/domain/devices/disk[1]`; `/domain` for what no part asked for. */
  readonly part: string;
}

/** A descriptor that QEMU must inherit under this number. */
export interface PassedDescriptor {
  readonly fd: number;
  readonly purpose: string;
}

/** Collects the arguments of one guest. */
export class CommandBuilder {
  readonly domain: Domain;
  readonly caps: QemuCapabilities;
  readonly context: CommandContext;
  readonly arguments: QemuArgument[] = [];
  readonly descriptors: PassedDescriptor[] = [];
  #fdsets = 0;
  readonly #reserved: Map<string, number> = new Map();
  readonly #overrides: ReadonlyMap<string, readonly Override[]>;
  #part = '/domain';

  constructor(
    domain: Domain,
    caps: QemuCapabilities,
    context: CommandContext,
    overrides: ReadonlyMap<string, readonly Override[]> = new Map(),
  ) {
    this.domain = domain;
    this.caps = caps;
    this.context = context;
    this.#overrides = overrides;
  }

  has(flag: QemuFlag): boolean {
    return this.caps.hasFlag(flag);
  }

  /** What is added inside belongs to this part of the document. */
  part(path: string, build: () => void): void {
    const outer = this.#part;
    this.#part = path;
    build();
    this.#part = outer;
  }

  /** The same for each of a list of devices: parts `/domain/devices/NAME[1]`, ... */
  devices<T>(name: string, list: readonly T[], build: (device: T, index: number) => void): void {
    for (const [index, device] of list.entries())
      this.part(`/domain/devices/${name}[${index + 1}]`, () => build(device, index));
  }

  add(option: string, value?: string): void {
    this.arguments.push(value === undefined ? { option, part: this.#part } : { option, value, part: this.#part });
  }

  /** `-device`, in JSON where this QEMU takes it. */
  device(given: Props): void {
    const overrides = this.#overrides.get(String(given['id']));
    const props = overrides === undefined ? given : override(given, overrides);
    this.add('-device', this.has('device.json+hotplug') ? formatJson(props) : formatOptions(props, 'driver'));
  }

  object(props: Props): void {
    this.add('-object', formatJson(props));
  }

  blockdev(props: Props): void {
    this.add('-blockdev', formatJson(props));
  }

  netdev(props: Props): void {
    this.add('-netdev', this.has('netdev.json') ? formatJson(props) : formatOptions(props, 'type'));
  }

  /** A secret, encrypted with the guest's master key. Returns its id. */
  secret(id: string, value: Uint8Array): string {
    const iv = this.context.randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', this.context.masterKey, iv);
    const data = Buffer.concat([cipher.update(value), cipher.final()]).toString('base64');
    this.object({
      'qom-type': 'secret',
      id,
      data,
      keyid: 'masterKey0',
      iv: Buffer.from(iv).toString('base64'),
      format: 'base64',
    });
    return id;
  }

  /** Credentials for TLS, with the secret that opens their key where there is one. Returns the id of the object. */
  tlsCredentials(
    owner: string,
    options: { dir: string; server: boolean; verify: boolean; secretUuid: string | undefined },
  ): string {
    const id = `obj${owner}_tls0`;
    let passwordid: string | undefined;
    if (options.secretUuid !== undefined) {
      passwordid = this.secret(
        `${id}-secret0`,
        this.context.resources.secret({ type: 'tls', uuid: options.secretUuid }),
      );
    }
    this.object({
      'qom-type': 'tls-creds-x509',
      id,
      dir: options.dir,
      endpoint: options.server ? 'server' : 'client',
      'verify-peer': options.verify,
      passwordid,
    });
    return id;
  }

  /** QEMU inherits this descriptor. */
  pass(fd: number, purpose: string): number {
    this.descriptors.push({ fd, purpose });
    return fd;
  }

  /** Puts descriptors into a new set of QEMU's and returns its path, `/dev/fdset/N`. */
  fdset(fds: readonly number[], opaque: (index: number) => string, reservation?: string): string {
    const reserved = reservation === undefined ? undefined : this.#reserved.get(reservation);
    const set = reserved ?? this.#fdsets;
    if (reserved === undefined) this.#fdsets += 1;
    for (const [i, fd] of fds.entries()) {
      this.pass(fd, opaque(i));
      this.add('-add-fd', `set=${set},fd=${fd},opaque=${opaque(i)}`);
    }
    return `/dev/fdset/${set}`;
  }

  /** Takes the next number for a set that is made later. */
  reserveFdset(key: string): void {
    if (this.#reserved.has(key)) return;
    this.#reserved.set(key, this.#fdsets);
    this.#fdsets += 1;
  }

  /** The document asks for what this QEMU, or this driver, cannot do. */
  unsupported(detail: string): never {
    throw unsupported(detail);
  }
}

function override(props: Props, overrides: readonly Override[]): Props {
  const changed: Record<string, Props[string]> = { ...props };
  for (const { name, type, value } of overrides) {
    if (type === 'remove') changed[name] = undefined;
    else if (type === 'unsigned' || type === 'signed') changed[name] = BigInt(value);
    else if (type === 'bool') changed[name] = value === 'true';
    else changed[name] = value;
  }
  return changed;
}

/** `VIR_ERR_CONFIG_UNSUPPORTED` from this driver. */
export function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}

/** Is the guest's hardware of this kind? */
export const isX86 = (arch: string | undefined): boolean => arch === 'x86_64' || arch === 'i686';
export const isArm = (arch: string | undefined): boolean =>
  arch === 'aarch64' || arch === 'armv7l' || arch === 'armv6l' || arch === 'armv7b';
export const isPpc64 = (arch: string | undefined): boolean => arch === 'ppc64' || arch === 'ppc64le';
export const isS390 = (arch: string | undefined): boolean => arch === 's390x' || arch === 's390';
export const isRiscv = (arch: string | undefined): boolean => arch === 'riscv64' || arch === 'riscv32';
export const isLoongArch = (arch: string | undefined): boolean => arch === 'loongarch64';
