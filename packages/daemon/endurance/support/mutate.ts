import { encodeMessage, messageStatus, messageType } from '@virtweave/core-rpc';
import { pick } from './random.ts';
import { samples, type Sample } from './samples.ts';

/** A call as an honest client sends it. */
export function callBytes({ procedure, args }: Sample, serial: number): Buffer {
  const { program, number } = procedure;
  const header = { program, version: 1, procedure: number, type: messageType.call, serial, status: messageStatus.ok };
  return encodeMessage(header, (w) => procedure.encodeArgs(w, args));
}

/** A few hundred calls, to be changed. */
export function templates(next: () => number): readonly Buffer[] {
  return [0, 1, 2].flatMap((round) => samples(next).map((sample, at) => Buffer.from(callBytes(sample, 1 + at + round * 1000))));
}

// prettier-ignore
const words = [
  0, 1, 2, 3, 4, 5, 7, 27, 28, 255, 256, 0x7fff, 0xffff, 0x10000, 4194304, 4194305, 16384, 16385, 33554432, 33554436, 0x7fffffff, 0x80000000,
  0xfffffffe, 0xffffffff, 0x20008086, 0x20008087, 0x20008088, 0x6b656570,
];

type Way = (bytes: Buffer, next: () => number) => Buffer;

/** The length word says what follows. */
function whole(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(bytes.length, 0);
  return bytes;
}

const aWord = (bytes: Buffer, next: () => number, from: number, to: number): Buffer => {
  const count = Math.floor((Math.min(to, bytes.length) - from) / 4);
  if (count > 0) bytes.writeUInt32BE(pick(words, next), from + 4 * Math.floor(next() * count));
  return bytes;
};

const header: Way = (bytes, next) => aWord(bytes, next, 4, 28);
const body: Way = (bytes, next) => aWord(bytes, next, 28, bytes.length);
const bit: Way = (bytes, next) => {
  const at = 4 + Math.floor(next() * (bytes.length - 4));
  bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(next() * 8));
  return bytes;
};
const noise: Way = (bytes, next) => {
  const from = 28 + Math.floor(next() * (bytes.length - 28));
  for (let at = from; at < bytes.length && at < from + 16; at += 1) bytes[at] = Math.floor(next() * 256);
  return bytes;
};
const shorter: Way = (bytes, next) => whole(Buffer.from(bytes.subarray(0, 28 + Math.floor(next() * (bytes.length - 28)))));
const longer: Way = (bytes, next) => whole(Buffer.concat([bytes, Buffer.alloc(Math.floor(next() * 64), Math.floor(next() * 256))]));
const otherProcedure: Way = (bytes, next) => {
  bytes.writeUInt32BE(Math.floor(next() * 460), 12);
  return bytes;
};
const ways: readonly Way[] = [header, body, body, body, bit, bit, noise, noise, shorter, longer, otherProcedure];

/** A message that is changed in one to three places, but is one still: the connection may go on behind it. */
export function mutate(template: Buffer, next: () => number): Buffer {
  let bytes: Buffer = Buffer.from(template);
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes -= 1) bytes = pick(ways, next)(bytes, next);
  return bytes;
}

/** Lengths that lie: after them nothing that a connection carries means anything. */
export function lyingLength(template: Buffer, next: () => number): Buffer {
  const bytes = Buffer.from(template);
  bytes.writeUInt32BE(pick([0, 1, 27, bytes.length - 4, bytes.length + 4, 33554436, 33554437, 0x7fffffff, 0x80000000, 0xffffffff], next), 0);
  return bytes;
}
