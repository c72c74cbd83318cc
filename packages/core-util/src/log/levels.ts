/** How much a message matters (`virLogPriority`). */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** libvirt's numbers, as filters and outputs write them. */
export const logLevels: Readonly<Record<LogLevel, number>> = { debug: 1, info: 2, warning: 3, error: 4 };

/** The level of a number 1 to 4 or of a name; undefined for anything else. */
export function parseLogLevel(text: string): LogLevel | undefined {
  for (const [level, number] of Object.entries(logLevels)) {
    if (text === level || text === String(number)) return level as LogLevel;
  }
  return undefined;
}
