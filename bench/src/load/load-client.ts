// The load program, a process of its own: keeps calls in flight over some connections to one daemon or another, and does
// as little as it can besides, so that it is the daemon that is measured. What it is told comes by process.send().
import { connect, type Socket } from 'node:net';
import { encodeMessage, messageStatus, messageType, type AnyProcedure } from '@virtweave/core-rpc';
import { connectGetLibVersion, connectOpen } from '@virtweave/core-rpc/protocol/connect';
import { connectListAllDomains, domainGetXmlDesc, domainIsActive, domainLookupByName } from '@virtweave/core-rpc/protocol/domain';
import type { LoadAnswer, LoadOrder } from './orders.ts';

type Kind = LoadOrder['kind'];

const dom = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

const calls: Readonly<Record<Exclude<Kind, 'mixed'>, readonly [AnyProcedure, unknown]>> = {
  trivial: [connectGetLibVersion as AnyProcedure, undefined],
  isActive: [domainIsActive as AnyProcedure, { dom }],
  lookup: [domainLookupByName as AnyProcedure, { name: 'test' }],
  getXMLDesc: [domainGetXmlDesc as AnyProcedure, { dom, flags: 0 }],
  list: [connectListAllDomains as AnyProcedure, { need_results: 1, flags: 0 }],
};

const each = Object.keys(calls) as (keyof typeof calls)[];

function call([procedure, args]: readonly [AnyProcedure, unknown], serial: number): Buffer {
  const { program, number } = procedure;
  const header = { program, version: 1, procedure: number, type: messageType.call, serial, status: messageStatus.ok };
  return encodeMessage(header, (w) => procedure.encodeArgs(w, args));
}

/** One connection. An answer is looked at as far as its header: it must be one, and no error. */
class Line {
  readonly #socket: Socket;
  #held: Buffer | undefined;
  #onAnswers: (serials: readonly number[]) => void = () => {};

  constructor(path: string, onEnd: (error: Error) => void) {
    this.#socket = connect(path);
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', onEnd);
    this.#socket.on('close', () => onEnd(new Error(`${path}: the daemon closed the connection`)));
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onAnswers = () => resolve();
      this.#socket.write(call([connectOpen as AnyProcedure, { name: 'test:///default', flags: 0 }], 0));
    });
  }

  /** Makes so many calls, so many of them at a time. Every place in flight has its own message and serial. */
  async run(kind: Kind, count: number, inFlight: number): Promise<void> {
    const kinds = kind === 'mixed' ? each : [kind];
    const messages = Array.from({ length: inFlight }, (_, at) => kinds.map((one) => call(calls[one], at + 1)));
    const turns = new Uint32Array(inFlight);
    let unsent = count;
    let unanswered = count;
    const message = (place: number): Buffer => {
      const ready = messages[place] as Buffer[];
      return ready[((turns[place] as number) + place) % ready.length] as Buffer;
    };
    await new Promise<void>((resolve) => {
      const send = (places: readonly number[]): void => {
        const going = places.slice(0, unsent);
        unsent -= going.length;
        if (going.length > 0) this.#socket.write(Buffer.concat(going.map(message)));
      };
      this.#onAnswers = (serials) => {
        unanswered -= serials.length;
        if (unanswered === 0) resolve();
        else
          send(
            serials.map((serial) => {
              turns[serial - 1] = (turns[serial - 1] as number) + 1;
              return serial - 1;
            }),
          );
      };
      send(Array.from({ length: inFlight }, (_, at) => at));
    });
  }

  #read(chunk: Buffer): void {
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    const serials: number[] = [];
    let at = 0;
    while (bytes.length - at >= 28) {
      const length = bytes.readUInt32BE(at);
      if (bytes.length - at < length) break;
      const type = bytes.readUInt32BE(at + 16);
      const status = bytes.readUInt32BE(at + 24);
      if (type !== messageType.reply || status !== messageStatus.ok)
        throw new Error(`type ${type}, status ${status}: ${bytes.toString('latin1', at + 28, at + length)}`);
      serials.push(bytes.readUInt32BE(at + 20));
      at += length;
    }
    this.#held = at === bytes.length ? undefined : bytes.subarray(at);
    if (serials.length > 0) this.#onAnswers(serials);
  }
}

const opened = new Map<string, Line[]>();

async function lines(path: string, wanted: number): Promise<Line[]> {
  const all = opened.get(path) ?? [];
  opened.set(path, all);
  while (all.length < wanted) {
    const line = new Line(path, (error) => {
      throw error;
    });
    await line.open();
    all.push(line);
  }
  return all.slice(0, wanted);
}

async function obey({ socket, connections, inFlight, kind, count }: LoadOrder): Promise<LoadAnswer> {
  const used = await lines(socket, connections);
  const begin = performance.now();
  await Promise.all(used.map((line) => line.run(kind, count / connections, inFlight / connections)));
  return { milliseconds: performance.now() - begin };
}

process.on('message', (order: LoadOrder) => void obey(order).then((answer) => process.send?.(answer)));
process.on('disconnect', () => process.exit());
