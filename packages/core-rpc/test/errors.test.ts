import { expect, test } from '@jest/globals';
import { VirtError, errorCodes, type ErrorCode } from '@virtweave/core-util/errors';
import { errorFromWire, errorToWire } from '../src/wire/errors.ts';

test('all fields of an error come back', () => {
  const sent = new VirtError('VIR_ERR_NO_DOMAIN', `no domain with matching name 'web'`, {
    domain: 'VIR_FROM_QEMU',
    level: 'warning',
    str1: 'one',
    str2: 'two',
    str3: 'three',
    int1: 5,
    int2: -7,
  });
  const got = errorFromWire(errorToWire(sent));
  for (const key of ['code', 'domain', 'level', 'message', 'detail', 'str1', 'str2', 'str3', 'int1', 'int2'] as const)
    expect(got[key]).toEqual(sent[key]);
});

test('every code keeps its message, with and without a detail', () => {
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    for (const sent of [new VirtError(code), new VirtError(code, 'the detail')])
      expect(errorFromWire(errorToWire(sent))).toMatchObject({ code, message: sent.message });
  }
});

test('the place in a document stays here; the words are libvirt’s', () => {
  const place = { path: '/domain/name', line: 3, column: 5 };
  expect(errorToWire(new VirtError('VIR_ERR_XML_ERROR', 'bad', { place })).message).toBe('XML error: bad');
});

test('a message that is not of the code’s form, or in another language, stays as it is', () => {
  for (const message of ['unsupported flags (0x5) in function testDomainReboot', 'ungültiges Argument: x']) {
    const got = errorFromWire({ ...errorToWire(new VirtError('VIR_ERR_INVALID_ARG', 'x')), message, str1: 'testDomainReboot', str2: 'flags' });
    expect(got).toMatchObject({ code: 'VIR_ERR_INVALID_ARG', message, libvirtMessage: message, str2: 'flags' });
    expect(errorToWire(got).message).toBe(message);
  }
});

test('what is no VirtError is an internal error, and an unknown number too', () => {
  expect(errorToWire(new TypeError('oops'))).toMatchObject({ code: 1, message: 'internal error: oops' });
  expect(errorFromWire({ ...errorToWire(new VirtError('VIR_ERR_RPC', 'odd')), code: 9999 })).toMatchObject({
    code: 'VIR_ERR_INTERNAL_ERROR',
    message: 'odd',
  });
});

test('text that no string of the protocol holds is cut', () => {
  const { message } = errorToWire(new VirtError('VIR_ERR_RPC', `a\0${'x'.repeat(5_000_000)}`));
  expect(message?.length).toBeLessThan(4_194_304);
  expect(message).not.toContain('\0');
});
