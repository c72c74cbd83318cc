import { XmlElement } from '@virtweave/core-util/xml';
import type { Values } from './items.ts';
import { words } from './words.ts';

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
  /(^|\.)(pages|sections)\[[^\]]*\]\.size$/,
  /(^|\.)pageSizes\[[^\]]*\]$/,
];

/** Amounts in bytes. */
const bytes: readonly RegExp[] = [
  /^(capacity|allocation|available|physical)$/,
  /^(target|backingStore)\.(capacity|allocation|physical)$/,
  /^host\.cache\.banks\[[^\]]*\]\.(size|controls\[[^\]]*\]\.(granularity|min))$/,
];

/** Permissions of files. */
const octal: readonly RegExp[] = [/(^|\.)permissions\.mode$/];

/** A value in a sentence. */
export function show(value: unknown, path: string): string {
  if (typeof value === 'number' || typeof value === 'bigint') return showNumber(value, path);
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'string') return /^[\w.:/@+-]+$/.test(value) ? value : `'${value}'`;
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map((one) => show(one, '')).join(', ');
  if (value instanceof XmlElement) return `<${value.name}>`;
  if (typeof value === 'object' && value !== null) return showSettings(value as Values) ?? 'default settings';
  return String(value as string);
}

function showNumber(value: number | bigint, path: string): string {
  if (octal.some((one) => one.test(path))) return `${value === 0 ? '' : '0'}${value.toString(8)}`;
  if (kib.some((one) => one.test(path))) return amount(BigInt(value) * 1024n);
  return bytes.some((one) => one.test(path)) ? amount(BigInt(value)) : String(value);
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** In the largest unit in which it has at most two decimals. */
function amount(size: bigint): string {
  let power = 0;
  while (power < units.length - 1 && size >= 1024n ** BigInt(power + 1) && (size * 4n) % 1024n ** BigInt(power + 1) === 0n) power += 1;
  return `${Number(size) / 1024 ** power} ${units[power]}`;
}

/**
 * The first few settings of an object, as `type` or `key value`; undefined when there is nothing to say. What is in objects
 * inside comes last. `known` has been said already.
 */
export function showSettings(object: Values, known?: string): string | undefined {
  const said = new Set(known?.split(/[ -]/));
  const own: string[] = [];
  const inner: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || Array.isArray(value) || value instanceof XmlElement || isSecret(key)) continue;
    if (typeof value === 'object' && value !== null) {
      const settings = settingsOf(value as Values, said).join(' ');
      if (settings !== '') inner.push(`${words(key)} ${settings}`);
    } else own.push(...settingsOf({ [key]: value }, said));
  }
  const shown = [...own, ...inner].slice(0, 7);
  return shown.length === 0 ? undefined : shown.join(', ');
}

function settingsOf(object: Values, said: ReadonlySet<string>): readonly string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    if (typeof value === 'object' || value === undefined || isSecret(key)) return [];
    const text = show(value, key);
    // `<source type='file' file='/a'>`: once is enough.
    if (said.has(text) || (key === 'type' && Object.hasOwn(object, text))) return [];
    return (key === 'type' || key === 'name') && typeof value === 'string' ? [text] : [`${words(key)} ${text}`];
  });
}
