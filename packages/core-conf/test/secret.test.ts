import { expect, test } from '@jest/globals';
import { formatSecret, parseSecret, readSecret } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

test('a secret gets a UUID and says that it is neither ephemeral nor private', () => {
  const secret = parseSecret("<secret><usage type='ceph'><name>client.admin</name></usage></secret>", {
    random: (bytes) => bytes.fill(0),
  });
  expect(formatSecret(secret)).toBe(`<secret ephemeral='no' private='no'>
  <uuid>00000000-0000-4000-8000-000000000000</uuid>
  <usage type='ceph'>
    <name>client.admin</name>
  </usage>
</secret>
`);
});

test.each([
  ['volume', 'volume', '/a'],
  ['ceph', 'name', 'a'],
  ['iscsi', 'target', 'a'],
  ['tls', 'name', 'a'],
  ['vtpm', 'name', 'a'],
])('a secret for %s survives', (type, element, value) => {
  const text = `<secret ephemeral='yes' private='yes'>
  <usage type='${type}'>
    <${element}>${value}</${element}>
  </usage>
</secret>
`;
  expect(formatSecret(readSecret(text, { strict: true }))).toBe(text);
});

test.each([
  ["<secret ephemeral='maybe'/>", "XML error: invalid value of 'ephemeral'"],
  ["<secret><uuid>x</uuid></secret>", 'internal error: malformed uuid element'],
  ["<secret><usage type='q'/></secret>", 'unsupported configuration: unknown secret usage type q'],
  ['<secret><usage/></secret>', 'XML error: unknown secret usage type'],
  ["<secret><usage type='vtpm'/></secret>", 'internal error: vTPM usage specified, but name is missing'],
])('%s is refused', (text, message) => {
  expect(problemOf(() => parseSecret(text)).libvirtMessage).toBe(message);
});
