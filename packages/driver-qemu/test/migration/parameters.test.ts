import { expect, test } from '@jest/globals';
import { readXml, XmlWriter } from '@virtweave/core-util/xml';
import {
  formatMigrationParameters,
  migrationParametersOf,
  migrationParametersToJson,
  readMigrationParameters,
} from '../../src/migration/index.ts';

const reply = { 'direct-io': true, 'max-bandwidth': 2n ** 63n, 'multifd-channels': 4, 'tls-creds': '', announce: 5, 'downtime-limit': '300' };

test('an answer becomes parameters in libvirt’s order; what is unknown or of another type is left out', () => {
  const parameters = migrationParametersOf(reply);
  expect([...parameters]).toEqual([['tls-creds', ''], ['max-bandwidth', 2n ** 63n], ['multifd-channels', 4], ['direct-io', true]]);
  expect(migrationParametersToJson(parameters)).toEqual({
    'tls-creds': '', 'max-bandwidth': 2n ** 63n, 'multifd-channels': 4, 'direct-io': true,
  });
});

test('the fragment of a status is read as it was written', () => {
  const parameters = migrationParametersOf(reply);
  const out = new XmlWriter(0).open('job');
  formatMigrationParameters(parameters, out);
  const xml = out.close().toString();
  expect(xml).toContain(`<param name='direct-io' value='yes'/>`);
  expect(readMigrationParameters(readXml(xml, {}))).toEqual(parameters);
});

test.each([
  [`<param value='1'/>`, 'missing migration parameter name'],
  [`<param name='x' value='1'/>`, `unknown migration parameter 'x'`],
  [`<param name='downtime-limit'/>`, `missing value for migration parameter 'downtime-limit'`],
  [`<param name='downtime-limit' value='-1'/>`, `invalid value '-1' for migration parameter 'downtime-limit'`],
  [`<param name='compress-level' value='2147483648'/>`, `invalid value '2147483648' for migration parameter 'compress-level'`],
])('%s is refused', (param, words) => {
  expect(() => readMigrationParameters(readXml(`<job><migParams>${param}</migParams></job>`, {}))).toThrow(words);
});
