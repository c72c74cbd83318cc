import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  configureLogging,
  filteredLevel,
  formatLogLine,
  getLogger,
  logLevels,
  parseLogFilters,
  parseLogOutputs,
  type LogLevel,
  type LogOptions,
  type LogRecord,
  type LogSink,
} from '../../src/index.ts';

class Memory implements LogSink {
  readonly records: LogRecord[] = [];
  readonly texts: string[] = [];
  write(record: LogRecord, text: string): void {
    this.records.push(record);
    this.texts.push(text);
  }
}

let stop: (() => void) | undefined;
const configure = (options: LogOptions): void => void (stop = configureLogging(options));
afterEach(() => {
  stop?.();
  stop = undefined;
});

describe('filters', () => {
  test('libvirt`s syntax', () => {
    expect(parseLogFilters('1:qemu 3:event  1:+rpc 2:a*b 4:a:b')).toEqual([
      { level: 'debug', match: 'qemu' },
      { level: 'warning', match: 'event' },
      { level: 'debug', match: 'rpc' },
      { level: 'info', match: 'a*b' },
      { level: 'error', match: 'a:b' },
    ]);
    expect(parseLogFilters('')).toEqual([]);
  });

  test.each([
    ['qemu', "Malformed format for filter 'qemu'"],
    ['1', "Malformed format for filter '1'"],
    ['x:+name', "Invalid priority 'x' for filter 'x:+name'"],
    ['0:qemu', "Invalid priority '0' for filter '0:qemu'"],
    ['5:qemu', "Invalid priority '5' for filter '5:qemu'"],
    ['debug:qemu', "Invalid priority 'debug' for filter 'debug:qemu'"],
    ['1:', "Invalid match string ''"],
    ['1:+', "Invalid match string '+'"],
  ])('%s is refused', (text, detail) => {
    expect(() => parseLogFilters(`1:ok ${text}`)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG', detail }));
  });

  test('the first that fits decides', () => {
    const filters = parseLogFilters('4:qemu.monitor 1:qemu 2:u*l.e?ent');
    expect(filteredLevel('qemu.monitor.json', filters, 'warning')).toBe('error');
    expect(filteredLevel('driver.qemu', filters, 'warning')).toBe('debug');
    expect(filteredLevel('util.event', filters, 'warning')).toBe('info');
    expect(filteredLevel('util.ent', filters, 'warning')).toBe('warning');
  });

  test('a pattern of many stars takes little time', () => {
    const filters = [{ level: 'debug', match: '*a'.repeat(500) } as const];
    const start = process.cpuUsage();
    expect(filteredLevel('a'.repeat(499), filters, 'error')).toBe('error');
    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
  });
});

describe('outputs', () => {
  test('libvirt`s syntax', () => {
    expect(parseLogOutputs('1:stderr 2:file:/a:b')).toEqual([
      { level: 'debug', destination: 'stderr' },
      { level: 'info', destination: 'file', path: '/a:b' },
    ]);
  });

  test.each([
    ['stderr', "Malformed format for log output 'stderr'"],
    ['x:stderr', "Invalid log priority 'x' for log output 'x:stderr'"],
    ['5:stderr', "Invalid log priority '5' for log output '5:stderr'"],
    ['1:foo', "Invalid log destination 'foo' for log output '1:foo'"],
    ['1:toString:x', "Invalid log destination 'toString' for log output '1:toString:x'"],
    ['2:file', "Log output '2:file' does not meet the format requirements for destination type 'file'"],
    ['2:file:', "Log output '2:file:' does not meet the format requirements for destination type 'file'"],
    ['1:stderr:x', "Log output '1:stderr:x' does not meet the format requirements for destination type 'stderr'"],
    ['3:syslog', "Log output '3:syslog' does not meet the format requirements for destination type 'syslog'"],
  ])('%s is refused', (text, detail) => {
    expect(() => parseLogOutputs(text)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG', detail }));
  });

  test.each(['3:syslog:virtweave', '1:journald'])('%s: unsupported, with the way round', (text) => {
    expect(() => parseLogOutputs(text)).toThrow(
      expect.objectContaining({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail: expect.stringMatching(/datagram.*use stderr/) }),
    );
  });

  test('a file is appended to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'virtweave-log-'));
    try {
      const path = join(folder, 'log');
      for (const word of ['one', 'two']) {
        const done = configureLogging({ level: 'debug', outputs: `2:file:${path}` });
        getLogger('a').info(word);
        getLogger('a').debug('not for this output');
        done();
        getLogger('a').info('after the end');
      }
      expect(readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => line.split(' ').at(-1))).toEqual(['one', 'two']);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a file that cannot be opened changes nothing', () => {
    const memory = new Memory();
    configure({ outputs: [{ level: 'debug', sink: memory }] });
    expect(() => configureLogging({ outputs: '1:stderr 2:file:/nonexistent/x/log' })).toThrow(
      expect.objectContaining({ code: 'VIR_ERR_SYSTEM_ERROR', cause: expect.objectContaining({ code: 'ENOENT' }) }),
    );
    getLogger('a').error('still here');
    expect(memory.texts).toHaveLength(1);
  });
});

describe('loggers', () => {
  test('nothing is logged and no message made before somebody asks', () => {
    const log = getLogger('qemu');
    let made = 0;
    log.error(() => `${++made}`);
    expect(made).toBe(0);
    expect(log.isEnabled('error')).toBe(false);
  });

  test('follow the configuration at once', () => {
    const memory = new Memory();
    const log = getLogger('qemu.monitor');
    configure({ outputs: [{ level: 'debug', sink: memory }], filters: '1:qemu' });
    log.debug(() => 'one');
    configure({ outputs: [{ level: 'debug', sink: memory }] });
    log.info('two');
    log.warning('three');
    expect(memory.records.map(({ level, message }) => [level, message])).toEqual([
      ['debug', 'one'],
      ['warning', 'three'],
    ]);
  });

  test('filter and output must both let a message pass', () => {
    const levels = Object.keys(logLevels) as LogLevel[];
    for (const filter of levels) {
      for (const output of levels) {
        const memory = new Memory();
        configure({ level: filter, outputs: [{ level: output, sink: memory }] });
        const log = getLogger('x');
        for (const level of levels) log[level](level);
        const least = Math.max(logLevels[filter], logLevels[output]);
        expect(memory.records.map(({ level }) => level)).toEqual(levels.filter((level) => logLevels[level] >= least));
        expect(levels.filter((level) => log.isEnabled(level))).toEqual(memory.records.map(({ level }) => level));
      }
    }
  });

  test('the line of the caller', () => {
    const memory = new Memory();
    configure({ outputs: [{ level: 'debug', sink: memory }] });
    const log = getLogger('x');
    const limit = Error.stackTraceLimit;
    log.error('a');
    log.error('b');
    const [a, b] = memory.records;
    expect(a?.line).toBeGreaterThan(0);
    expect(b?.line).toBe((a?.line ?? 0) + 1);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  test('an output that fails does not fail the caller, nor the other outputs, and is reported once', () => {
    const memory = new Memory();
    const broken: LogSink = {
      write: () => {
        throw new Error('disk full');
      },
    };
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      configure({ outputs: [{ level: 'debug', sink: broken }, { level: 'debug', sink: memory }] });
      getLogger('x').error('a');
      getLogger('x').error('b');
      expect(memory.texts).toHaveLength(2);
      expect(warn.mock.calls.map(([text]) => text)).toEqual(['a log output failed: Error: disk full']);
    } finally {
      warn.mockRestore();
    }
  });

  test('an old stop does not end what was configured later', () => {
    const first = configureLogging({ outputs: [{ level: 'debug', sink: new Memory() }] });
    const memory = new Memory();
    configure({ outputs: [{ level: 'debug', sink: memory }] });
    first();
    getLogger('x').error('a');
    expect(memory.texts).toHaveLength(1);
  });
});

test('libvirt`s line, which a message cannot forge', () => {
  const record: LogRecord = {
    time: new Date(Date.UTC(2026, 10, 22, 12, 0, 0, 123)),
    level: 'info',
    source: 'qemu.monitor',
    line: 12,
    message: 'one\r\n2026-11-22: forged',
  };
  expect(formatLogLine(record, 1234)).toBe(
    '2026-11-22 12:00:00.123+0000: 1234: info : qemu.monitor:12 : one 2026-11-22: forged\n',
  );
});
