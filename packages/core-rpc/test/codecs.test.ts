import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isVirtError } from '@virtweave/core-util/errors';
import { procedures } from '../src/protocol/programs.generated.ts';
import { XdrReader } from '../src/xdr/reader.ts';
import { XdrWriter } from '../src/xdr/writer.ts';
import { anyStruct } from './shapes.ts';
import { structs } from './shapes.generated.ts';

const byName = new Map(structs.map((struct) => [struct.name, struct]));

describe('every struct of the protocol', () => {
  test('there are all of them', () => {
    expect(structs.length).toBeGreaterThan(700);
    expect(procedures.remote.length).toBe(400);
  });

  test('decode(encode(x)) is x, in whole words, with nothing left over', () => {
    for (const struct of structs) {
      fc.assert(
        fc.property(anyStruct(struct, byName), (value) => {
          const w = new XdrWriter();
          struct.encode(w, value as never);
          const bytes = w.finish();
          const r = new XdrReader(bytes);
          expect(struct.decode(r)).toEqual(value);
          expect(bytes.length % 4).toBe(0);
          expect(r.left).toBe(0);
        }),
        { numRuns: 10 },
      );
    }
  });

  test('what is cut off, and what is not of the struct, is one VirtError', () => {
    for (const struct of structs) {
      fc.assert(
        fc.property(anyStruct(struct, byName), fc.nat(), fc.uint8Array({ maxLength: 64 }), (value, cut, noise) => {
          const w = new XdrWriter();
          struct.encode(w, value as never);
          const bytes = Buffer.from(w.finish());
          if (bytes.length > 0) {
            const part = bytes.subarray(0, cut % bytes.length);
            expect(errorOf(() => struct.decode(new XdrReader(part)))).toMatchObject({ code: 'VIR_ERR_RPC' });
          }
          const strange = errorOf(() => struct.decode(new XdrReader(Buffer.from(noise))));
          if (strange !== undefined) expect(isVirtError(strange, 'VIR_ERR_RPC')).toBe(true);
        }),
        { numRuns: 5 },
      );
    }
  });
});

describe('limits', () => {
  test('a length is compared with what is there before anything is allocated', () => {
    const claims = Buffer.alloc(16);
    claims.writeUInt32BE(0xffff_ffff, 0);
    expect(() => new XdrReader(claims).string(4194304)).toThrow('a string of 4294967295 is longer than 4194304');
    claims.writeUInt32BE(4194304, 0);
    expect(() => new XdrReader(claims).string(4194304)).toThrow('4194304 bytes are needed, 12 are there');
    claims.writeUInt32BE(16384, 0);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => new XdrReader(claims).array(16384, 24, () => 0)).toThrow('393216 bytes are needed, 12 are there');
    expect(() => new XdrReader(claims).chars(16384)).toThrow('65536 bytes are needed');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(65536);
  });

  test('what does not fit is refused when it is written', () => {
    const w = new XdrWriter();
    for (const write of [
      () => w.int(2 ** 31),
      () => w.int(1.5),
      () => w.uint(-1),
      () => w.uint(Number.NaN),
      () => w.hyper(2n ** 63n),
      () => w.uhyper(-1n),
      () => w.string('four', 3),
      () => w.string('a\0b', 9),
      () => w.opaque(new Uint8Array(5), 4),
      () => w.uuid('no uuid'),
      () => w.fixedChars('four', 4),
      () => w.array([1, 2], 1, () => undefined),
    ])
      expect(errorOf(write)).toMatchObject({ code: 'VIR_ERR_RPC' });
  });

  test('a message is never larger than it may be', () => {
    const w = new XdrWriter(4096);
    expect(() => {
      for (let i = 0; i < 5000; i += 1) w.uint(i);
    }).toThrow('longer than 4096');
  });

  test('text of other alphabets counts in bytes', () => {
    const w = new XdrWriter();
    w.string('größer', 8);
    expect(w.finish().toString('hex')).toBe('0000000867 72c3b6c39f6572'.replace(' ', ''));
    expect(errorOf(() => w.string('größer', 7))).toMatchObject({ code: 'VIR_ERR_RPC' });
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
