import { jsonError } from './backing-errors.ts';
import { jsonDrivers } from './backing-json-drivers.ts';
import type { BackingStore } from './backing-store.ts';
import { jsonNumber, jsonObject, jsonText, readJsonObject, type JsonObject } from './json-object.ts';

/** A backing store in QEMU's `json:` form: the options of a block driver. */
export function parseBackingJson(text: string): BackingStore {
  const root = readJsonObject(text);
  // Without a driver of its own, all there is is the file.
  const options = root.has('driver') ? root : (jsonObject(root.get('file')) ?? root);
  return parseDriver(options, text, true);
}

function parseDriver(options: JsonObject, text: string, formats: boolean): BackingStore {
  const driver = jsonText(options, 'driver');
  if (driver === undefined) throw jsonError(`JSON backing volume definition '${text}' lacks driver name`);
  if (driver === 'raw') {
    if (!formats) throw jsonError(`JSON backing volume definition '${text}' must not have nested format drivers`);
    return parseRaw(options, text);
  }
  const parse = jsonDrivers.get(driver);
  if (parse === undefined) throw jsonError(`missing parser implementation for JSON backing volume driver '${driver}'`);
  return parse(options, text);
}

/** The format `raw` around a file, perhaps only a part of it. */
function parseRaw(options: JsonObject, text: string): BackingStore {
  const file = jsonObject(options.get('file'));
  if (file === undefined) throw jsonError(`JSON backing volume definition '${text}' lacks 'file' object`);
  const store: BackingStore = { ...parseDriver(file, text, false), format: 'raw' };
  if (!options.has('offset') && !options.has('size')) return store;
  const offset = options.has('offset') ? jsonNumber(options, 'offset') : 0;
  const size = options.has('size') ? jsonNumber(options, 'size') : 0;
  if (offset === undefined || size === undefined) {
    throw jsonError(`malformed JSON backing store definition of raw driver '${text}'`);
  }
  store.source.slices = [{ type: 'storage', offset, size }];
  return store;
}
