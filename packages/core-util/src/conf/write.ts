import { VirtError } from '../errors/virt-error.ts';
import type { ConfEntry, ConfValue } from './value.ts';

/** Writes settings and comments as libvirt does (`virConfWriteMem`): one entry a line. */
export function writeConf(entries: Iterable<ConfEntry>): string {
  let text = '';
  for (const { name, value, comment } of entries) {
    const setting = name === undefined || value === undefined ? '' : `${name} = ${writeValue(name, value)}`;
    if (comment !== undefined && /[\r\n]/.test(comment)) throw invalid('a comment has one line');
    text += comment === undefined ? setting : `${setting}${setting === '' ? '' : ' '}#${comment}`;
    text += '\n';
  }
  return text;
}

function writeValue(name: string, value: ConfValue): string {
  switch (value.type) {
    case 'string':
      return writeString(name, value.value);
    case 'list':
      return `[ ${value.value.map((item) => writeValue(name, item)).join(', ')} ]`;
    default:
      return value.value.toString();
  }
}

/** There are no escapes, so the quotes are chosen by what the string contains. */
function writeString(name: string, text: string): string {
  const lines = /[\r\n]/.test(text);
  if (!lines && !text.includes('"')) return `"${text}"`;
  if (!lines && !text.includes("'")) return `'${text}'`;
  if (text.includes('"""') || text.startsWith('"') || text.endsWith('"')) {
    throw invalid(`the value of '${name}' has quotes or line ends that the configuration syntax cannot hold`);
  }
  return `"""${text}"""`;
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_CONF' });
}
