import { describe, expect, test } from '@jest/globals';
import { checkConfig } from '../src/config/config.ts';
import { matches, policyOf } from '../src/server/policy.ts';

test.each([
  ['web', 'web', true],
  ['web', 'web1', false],
  ['web*', 'web1', true],
  ['*web', 'my-web', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a*a', 'a', false],
  ['*', '', true],
  ['*', undefined, false],
])('%j matches %j: %j', (pattern, text, result) => expect(matches(pattern, text)).toBe(result));

describe('rules', () => {
  const { rules = [] } = checkConfig({
    rules: [
      { who: { user: 'alice' }, what: ['*'] },
      { what: ['domain:stop'], on: { name: 'web-1' }, allow: false },
      { what: ['domain:start', 'domain:stop'], on: { name: 'web-*' } },
      { who: { socket: 'tls' }, what: ['connect:*'] },
    ],
  });
  const may = (user: string | undefined, socket: 'unix' | 'tls', permission: string, name?: string): unknown => {
    const [type = '', what = ''] = permission.split(':');
    const identity = user === undefined ? {} : { saslUserName: user };
    const policy = policyOf(rules, socket, () => identity);
    return policy.check({}, { type, ...(name !== undefined && { ref: { name } }) }, what);
  };

  test.each([
    ['alice', 'unix', 'domain:delete', 'any', true],
    ['bob', 'unix', 'domain:delete', 'web-2', false],
    ['bob', 'unix', 'domain:start', 'web-1', true],
    ['bob', 'unix', 'domain:stop', 'web-1', false],
    ['bob', 'unix', 'domain:stop', 'web-2', true],
    ['bob', 'unix', 'domain:stop', undefined, false],
    [undefined, 'tls', 'connect:read', undefined, true],
    [undefined, 'unix', 'connect:read', undefined, false],
  ] as const)('%s by %s: %s on %s: %s', (user, socket, permission, name, allowed) =>
    expect(may(user, socket, permission, name)).toBe(allowed),
  );
});

test('what the configuration may not say is named with its place', () => {
  expect(() => checkConfig({ unix: { path: '', mode: '777' }, nonsense: 1 } as never)).toThrow(
    /unix\.path: .*unix\.mode: must be four octal digits.*nonsense/s,
  );
});
