import { XmlElement } from '@virtweave/core-util/xml';
import type { Values } from './items.ts';

/** Settings that no one may read over a shoulder. */
const secrets: ReadonlySet<string> = new Set(['passwd', 'password']);

export function isSecret(path: string): boolean {
  return secrets.has(path.slice(path.lastIndexOf('.') + 1));
}

/** A copy of a value without the secrets inside. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null || value instanceof XmlElement) return value;
  const open = Object.entries(value).filter(([key]) => !isSecret(key));
  return Object.fromEntries(open.map(([key, inner]) => [key, withoutSecrets(inner)]));
}

/** Amounts of memory in KiB. */
const kib: readonly RegExp[] = [
  /(^|\.)(memory\.size|currentMemory|maxMemory\.size|memory)$/,
  /(^|\.)(hardLimit|softLimit|swapHardLimit|minGuarantee)$/,
  /memories\[[^\]]*\]\.target\.(size|label|block|requested)$/,
];

/** A value in a sentence. */
export function show(value: unknown, path: string): string {
  if (typeof value === 'number' && kib.some((one) => one.test(path))) return amount(value);
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'string') return /^[\w.:/@+-]+$/.test(value) ? value : `'${value}'`;
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map((one) => show(one, '')).join(', ');
  if (value instanceof XmlElement) return `<${value.name}>`;
  if (typeof value === 'object' && value !== null) return showObject(value as Values);
  return String(value as number);
}

function amount(size: number): string {
  if (size >= 2 ** 20 && size % 2 ** 18 === 0) return `${size / 2 ** 20} GiB`;
  return size >= 1024 && size % 1024 === 0 ? `${size / 1024} MiB` : `${size} KiB`;
}

/** The first few settings of an object, as `type` or `key value`. */
function showObject(object: Values): string {
  const { type, ...rest } = object;
  const settings = Object.entries(rest).flatMap(([key, value]) =>
    typeof value === 'object' || value === undefined || isSecret(key) ? [] : [`${key} ${show(value, '')}`],
  );
  const shown = [...(typeof type === 'string' ? [type] : []), ...settings.slice(0, 6)];
  return shown.length === 0 ? 'default settings' : shown.join(', ');
}
