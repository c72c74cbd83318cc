import { readXml, XmlWriter } from '@virtweave/core-util/xml';
import { isJsonObject, parseJson } from '@virtweave/driver-qemu/qmp';
import {
  formatMigrationParameters,
  migrationParametersOf,
  migrationParametersToJson,
  readMigrationParameters,
  type MigrationParameters,
} from '@virtweave/driver-qemu/migration';
import type { Adapter } from '../adapter.ts';

/** QEMU's answer to the fragment of a status document, which is read again, and to the arguments that set the same. */
export const run: Adapter = async (testCase, files) => {
  const reply = parseJson(await files.read(String(testCase['input'])));
  const answer = isJsonObject(reply) ? reply['return'] : undefined;
  if (!isJsonObject(answer)) throw new TypeError('the reply holds no object');
  const parameters = migrationParametersOf(answer);
  const xml = fragment(parameters);
  const again = readMigrationParameters(readXml(xml, {}));
  if (again === undefined || fragment(again) !== xml) throw new Error('the fragment changes when it is read again');
  return { expectedXml: xml, expectedJson: `${JSON.stringify(migrationParametersToJson(parameters), undefined, 2)}\n` };
};

function fragment(parameters: MigrationParameters): string {
  const out = new XmlWriter(0);
  out.open('test');
  formatMigrationParameters(parameters, out);
  out.close();
  return out.toString();
}
