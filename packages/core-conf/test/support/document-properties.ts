import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVirtError } from '@virtweave/core-util';
import { fromJSON, fromXML, jsonSchema, toJSON, toXML, type DocumentFormat } from '../../src/index.ts';
import { objectsOf } from './schema-arbitrary.ts';

/** How many objects are tried, and which. */
export interface Sample {
  readonly numRuns: number;
  readonly seed: number;
}

/** object -> JSON -> object loses nothing. */
export function jsonLosesNothing(format: DocumentFormat, sample: Sample): void {
  fc.assert(
    fc.property(objectsOf(jsonSchema(format)), (object) => {
      const json = toJSON(object as object);
      assert.deepEqual(toJSON(fromJSON(format, JSON.parse(JSON.stringify(json))) as object), json);
    }),
    sample,
  );
}

/** parse(format(x)) = x, and format is a fixed point. Gives how many of the objects a document can say. */
export function documentsRoundTrip(format: DocumentFormat, sample: Sample): number {
  let read = 0;
  fc.assert(
    fc.property(objectsOf(jsonSchema(format)), (object) => {
      const first = readOrRefuse(format, toXML(format, object as never));
      // What no document can say (a port without address, a mode that the type does not have) is refused, or left out.
      if (first === undefined) return;
      read += 1;
      const xml = toXML(format, first as never);
      const second = fromXML(format, xml);
      assert.equal(toXML(format, second as never), xml);
      assert.deepEqual(toJSON(second as object), toJSON(first as object));
      fromJSON(format, toJSON(first as object));
    }),
    sample,
  );
  return read;
}

/** What a document says, or undefined when it is refused. */
function readOrRefuse(format: DocumentFormat, xml: string): unknown {
  try {
    return fromXML(format, xml);
  } catch (error) {
    if (isVirtError(error)) return undefined;
    throw error;
  }
}
