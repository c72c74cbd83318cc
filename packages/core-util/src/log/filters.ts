import { VirtError } from '../errors/virt-error.ts';
import { parseLogLevel, type LogLevel } from './levels.ts';

/** Which messages of which sources are logged (`virLogFilter`). */
export interface LogFilter {
  readonly level: LogLevel;
  /** What the source's name must contain; `*` and `?` stand for any text and any character. */
  readonly match: string;
}

/**
 * Parses libvirt's filters: `1:qemu 3:event`, separated by blanks. A `+` before the name is accepted and means nothing
 * any more, as in libvirt.
 *
 * @throws VirtError VIR_ERR_INVALID_ARG in libvirt's words
 */
export function parseLogFilters(text: string): LogFilter[] {
  return text.split(' ').filter((item) => item !== '').map(parseLogFilter);
}

function parseLogFilter(text: string): LogFilter {
  const colon = text.indexOf(':');
  if (colon < 0) throw invalid(`Malformed format for filter '${text}'`);
  const priority = text.slice(0, colon);
  const level = /^[1-4]$/.test(priority) ? parseLogLevel(priority) : undefined;
  if (level === undefined) throw invalid(`Invalid priority '${priority}' for filter '${text}'`);
  const written = text.slice(colon + 1);
  const match = written.startsWith('+') ? written.slice(1) : written;
  if (match === '') throw invalid(`Invalid match string '${written}'`);
  return { level, match };
}

/** The level of the first filter that fits the source, else the default. */
export function filteredLevel(source: string, filters: readonly LogFilter[], fallback: LogLevel): LogLevel {
  return filters.find(({ match }) => globMatches(`*${match}*`, source))?.level ?? fallback;
}

/** Does a pattern with `*` and `?` fit the whole text? Takes no more than pattern times text steps. */
function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail);
}
