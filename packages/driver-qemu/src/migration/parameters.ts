import { VirtError } from '@virtweave/core-util';
import type { XmlElement, XmlWriter } from '@virtweave/core-util/xml';
import type { Json, JsonObject } from '../qmp/json.ts';

/**
 * Settings of a migration under QEMU's names (`query-migrate-parameters`), in libvirt's order. A setting that is not there
 * is left as it is.
 */
export type MigrationParameters = ReadonlyMap<string, MigrationValue>;

export type MigrationValue = number | bigint | string | boolean;

/** How a value is written, and which ones there are. */
interface Kind {
  of(json: Json | undefined): MigrationValue | undefined;
  parse(text: string): MigrationValue | undefined;
}

const wholeNumber = (most: bigint): Kind => {
  const fitting = (value: bigint): number | bigint | undefined => {
    if (value < 0n || value > most) return undefined;
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? value : Number(value);
  };
  return {
    of: (json) => (typeof json === 'bigint' || (typeof json === 'number' && Number.isInteger(json)) ? fitting(BigInt(json)) : undefined),
    parse: (text) => (/^\d{1,20}$/.test(text) ? fitting(BigInt(text)) : undefined),
  };
};

const int = wholeNumber(0x7fff_ffffn);
const size = wholeNumber(0xffff_ffff_ffff_ffffn);
const string: Kind = {
  of: (json) => (typeof json === 'string' ? json : undefined),
  parse: (text) => text,
};
const bool: Kind = {
  of: (json) => (typeof json === 'boolean' ? json : undefined),
  parse: (text) => ({ yes: true, no: false })[text],
};

/** Bytes, bytes a second, milliseconds, percent, numbers of threads: as QEMU has them. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['compress-level', int],
  ['compress-threads', int],
  ['decompress-threads', int],
  ['cpu-throttle-initial', int],
  ['cpu-throttle-increment', int],
  ['tls-creds', string],
  ['tls-hostname', string],
  ['max-bandwidth', size],
  ['downtime-limit', size],
  ['block-incremental', bool],
  ['xbzrle-cache-size', size],
  ['max-postcopy-bandwidth', size],
  ['multifd-channels', int],
  ['multifd-compression', string],
  ['multifd-zlib-level', int],
  ['multifd-zstd-level', int],
  ['avail-switchover-bandwidth', size],
  ['direct-io', bool],
]);

/** The parameters that libvirt knows. */
export const migrationParameterNames: readonly string[] = [...kinds.keys()];

/** What QEMU answered to `query-migrate-parameters`. What we do not know is left out. */
export function migrationParametersOf(reply: JsonObject): MigrationParameters {
  return collect((name, kind) => kind.of(reply[name]));
}

/** Arguments of `migrate-set-parameters`. */
export function migrationParametersToJson(parameters: MigrationParameters): JsonObject {
  return Object.fromEntries(collect((name) => parameters.get(name)));
}

/** Writes `<migParams>`, as a status document has it. */
export function formatMigrationParameters(parameters: MigrationParameters, out: XmlWriter): void {
  out.open('migParams');
  for (const [name, value] of collect((known) => parameters.get(known))) {
    const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    out.open('param').attr('name', name).attr('value', text).close();
  }
  out.close(true);
}

/**
 * Reads the `<migParams>` in an element; undefined when there is none.
 *
 * @throws VirtError `VIR_ERR_INTERNAL_ERROR` for a parameter or a value that there is not
 */
export function readMigrationParameters(parent: XmlElement): MigrationParameters | undefined {
  const element = parent.child('migParams');
  if (element === undefined) return undefined;
  const found = new Map<string, MigrationValue>();
  for (const param of element.all('param')) {
    const name = param.attr('name');
    if (name === undefined) throw damaged('missing migration parameter name');
    const kind = kinds.get(name);
    if (kind === undefined) throw damaged(`unknown migration parameter '${name}'`);
    const text = param.attr('value');
    if (text === undefined) throw damaged(`missing value for migration parameter '${name}'`);
    const value = kind.parse(text);
    if (value === undefined) throw damaged(`invalid value '${text}' for migration parameter '${name}'`);
    found.set(name, value);
  }
  return collect((name) => found.get(name));
}

function collect(valueOf: (name: string, kind: Kind) => MigrationValue | undefined): Map<string, MigrationValue> {
  const values = new Map<string, MigrationValue>();
  for (const [name, kind] of kinds) {
    const value = valueOf(name, kind);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function damaged(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_QEMU' });
}
