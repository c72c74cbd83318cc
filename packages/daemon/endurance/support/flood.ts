import { connect, type Socket } from 'node:net';
import { connectOpen, connectGetType } from '@virtweave/core-rpc/protocol/connect';
import { connectListAllDomains, domainGetXmlDesc, domainLookupByName } from '@virtweave/core-rpc/protocol/domain';
import type { AnyProcedure } from '@virtweave/core-rpc';
import { callBytes, lyingLength, mutate, templates } from './mutate.ts';
import { generator, pick } from './random.ts';
import { testDomain } from './samples.ts';

export interface FloodOrder {
  readonly do: 'flood';
  readonly socket: string;
  readonly seed: number;
  /** Messages, and how many a second. */
  readonly count: number;
  readonly rate: number;
  /** Changed, or as honest clients send them. */
  readonly mutated: boolean;
}

export interface FloodReport {
  readonly sent: number;
  readonly bytesBack: number;
  readonly connections: number;
  readonly seconds: number;
}

const lines = 8;
const everyMs = 5;
/** Bytes that may wait in a connection; the daemon reads no faster than it answers. */
const most = 256 * 1024;

const open = callBytes({ procedure: connectOpen as AnyProcedure, args: { name: 'test:///default', flags: 0 } }, 0);
const honest = [
  callBytes({ procedure: connectGetType as AnyProcedure, args: undefined }, 1),
  callBytes({ procedure: domainLookupByName as AnyProcedure, args: { name: 'test' } }, 2),
  callBytes({ procedure: domainGetXmlDesc as AnyProcedure, args: { dom: testDomain, flags: 0 } }, 3),
  callBytes({ procedure: connectListAllDomains as AnyProcedure, args: { need_results: 1, flags: 0 } }, 4),
];

/** Sends messages at a steady rate over several connections, which are replaced when the daemon closes them. */
export async function flood({ socket: path, seed, count, rate, mutated }: FloodOrder): Promise<FloodReport> {
  const next = generator(seed);
  const all = templates(next);
  const sockets: (Socket | undefined)[] = Array.from({ length: lines }, () => undefined);
  let [sent, bytesBack, connections] = [0, 0, 0];

  const line = (at: number): Socket => {
    const found = sockets[at];
    if (found !== undefined && !found.destroyed && found.writable) return found;
    const made = connect(path);
    connections += 1;
    made.on('error', () => {});
    made.on('data', (chunk) => (bytesBack += chunk.length));
    if (!mutated || next() < 0.7) made.write(open);
    return (sockets[at] = made);
  };
  /** Some messages, the last of which may be the last of its connection. */
  const send = (at: number, howMany: number): void => {
    const socket = line(at);
    if (socket.writableLength > most) return;
    const batch: Buffer[] = [];
    let last = false;
    while (batch.length < howMany && !last && sent < count) {
      sent += 1;
      if (!mutated) batch.push(pick(honest, next));
      else {
        const [bytes, ends] = hostile(pick(all, next), next);
        batch.push(bytes);
        last = ends;
      }
    }
    socket.write(Buffer.concat(batch));
    if (!last) return;
    sockets[at] = undefined;
    if (next() < 0.5) socket.end();
    setTimeout(() => socket.destroy(), 300);
  };

  const from = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, ((performance.now() - from) / 1000) * rate);
      for (let turn = 0; sent < due && turn < 4 * lines; turn += 1)
        send(turn % lines, Math.max(1, Math.ceil((due - sent) / lines)));
      if (sent < count) return;
      clearInterval(timer);
      resolve();
    }, everyMs);
  });
  const seconds = (performance.now() - from) / 1000;
  // What is still to be read of what was sent.
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const socket of sockets) socket?.destroy();
  return { sent, bytesBack, connections, seconds };
}

/** Bytes that mean harm, and whether the connection is of no use behind them. */
function hostile(template: Buffer, next: () => number): readonly [Buffer, boolean] {
  const kind = next();
  if (kind < 0.003) return [lyingLength(template, next), true];
  if (kind < 0.006) return [template.subarray(0, Math.floor(next() * template.length)), true];
  const bytes = mutate(template, next);
  const [type, status] = [bytes.readUInt32BE(16), bytes.readUInt32BE(24)];
  return [bytes, !((type === 0 || type === 3 || type === 6) && status <= 2)];
}
