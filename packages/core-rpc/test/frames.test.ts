import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameReader } from '../src/wire/frames.ts';
import { encodeMessage, largestMessage, type Message, type MessageHeader } from '../src/wire/message.ts';

const header = (serial: number, type = 1): MessageHeader => ({ program: 0x20008086, version: 1, procedure: 7, type, serial, status: 0 });

describe('messages', () => {
  test('are found whatever the pieces they come in', () => {
    const sent = fc.array(fc.uint8Array({ maxLength: 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sent, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (payloads, sizes) => {
        const bytes = Buffer.concat(payloads.map((payload, serial) => encodeMessage(header(serial), (w) => w.raw(payload))));
        const got: Message[] = [];
        const frames = new FrameReader();
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const size = sizes[i % sizes.length] as number;
          frames.push(bytes.subarray(at, at + size), (message) => got.push(message));
          at += size;
        }
        expect(got.map((message) => [message.serial, [...message.payload]])).toEqual(payloads.map((payload, serial) => [serial, [...payload]]));
        expect(frames.held).toBe(0);
      }),
    );
  });

  test('a length that no message has is refused at once', () => {
    for (const length of [0, 4, 27, largestMessage + 1, 0x7fff_ffff, 0xffff_ffff]) {
      const word = Buffer.alloc(4);
      word.writeUInt32BE(length);
      expect(() => new FrameReader().push(word, () => undefined)).toThrow(/too (small|large)/);
    }
  });

  test('a claimed length allocates nothing', () => {
    const frames = new FrameReader();
    const word = Buffer.alloc(8);
    word.writeUInt32BE(largestMessage);
    const before = process.memoryUsage().arrayBuffers;
    frames.push(word, () => undefined);
    for (let i = 0; i < 100; i += 1) frames.push(Buffer.alloc(1), () => undefined);
    expect(frames.held).toBe(108);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });

  test('a long message may come byte by byte', () => {
    const frames = new FrameReader();
    const payload = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
    const bytes = encodeMessage(header(7), (w) => w.raw(payload));
    const got: Message[] = [];
    for (const byte of bytes) frames.push(Buffer.of(byte), (message) => got.push(message));
    expect(got.map((message) => [message.serial, message.payload.equals(payload)])).toEqual([[7, true]]);
    expect(frames.held).toBe(0);
  });

  test('types and statuses that there are none of are refused', () => {
    for (const wrong of [{ type: 7 }, { type: -1 }, { status: 3 }, { status: -1 }])
      expect(() => new FrameReader().push(encodeMessage({ ...header(1), ...wrong }), () => undefined)).toThrow('unexpected message');
  });

  test('the bytes that carry descriptors are passed over, in whatever pieces they come', () => {
    const bytes = Buffer.concat([
      encodeMessage(header(1, 4), (w) => {
        w.uint(3);
        w.uint(99);
      }),
      Buffer.alloc(3),
      encodeMessage(header(2)),
    ]);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const got: Message[] = [];
      const frames = new FrameReader();
      frames.push(bytes.subarray(0, cut), (message) => got.push(message));
      frames.push(bytes.subarray(cut), (message) => got.push(message));
      expect(got.map(({ serial, payload }) => [serial, payload.length])).toEqual([[1, 4], [2, 0]]);
    }
  });

  test('more descriptors than libvirt sends are refused', () => {
    const bytes = encodeMessage(header(1, 4), (w) => w.uint(33));
    expect(() => new FrameReader().push(bytes, () => undefined)).toThrow('received too many FDs 33');
  });
});
