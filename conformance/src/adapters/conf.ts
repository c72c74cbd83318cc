import { Conf, isVirtError } from '@virtweave/core-util';
import type { Adapter } from '../adapter.ts';

/** Configuration files: read and write back, typed access. */
export const run: Adapter = async (testCase, files) => {
  if (testCase['op'] === 'round-trip') {
    const name = String(testCase['input']);
    return { expected: Conf.parse(await files.read(name), name).toString() };
  }
  const conf = Conf.parse(String(testCase['text']));
  const accesses = testCase['access'] as readonly { readonly key: string; readonly as: string }[];
  return { access: accesses.map(({ key, as }) => access(conf, key, as)) };
};

function access(conf: Conf, key: string, as: string): Record<string, unknown> {
  const storedType = conf.get(key)?.type ?? null;
  try {
    return { ok: true, value: read(conf, key, as) ?? null, storedType };
  } catch (error) {
    if (isVirtError(error)) return { ok: false, value: null, storedType };
    throw error;
  }
}

/** Values as the suite writes them: 64-bit numbers as strings, sizes as numbers. */
function read(conf: Conf, key: string, as: string): unknown {
  switch (as) {
    case 'int':
      return conf.getInt(key);
    case 'uint':
      return conf.getUInt(key);
    case 'bool':
      return conf.getBool(key);
    case 'llong':
      return conf.getLLong(key)?.toString();
    case 'ullong':
      return conf.getULLong(key)?.toString();
    case 'size_t':
      return number(conf.getULLong(key));
    case 'ssize_t':
      return number(conf.getLLong(key));
    case 'string':
      return conf.getString(key);
    case 'string-list':
      return conf.getStringList(key);
    case 'string-list-or-string':
      return conf.getStringList(key, true);
    default:
      throw new TypeError(`unknown accessor ${as}`);
  }
}

const number = (value: bigint | undefined): number | undefined => (value === undefined ? undefined : Number(value));
