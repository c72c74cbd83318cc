import { connect, type Socket } from 'node:net';
import type { AnyProcedure } from '@virtweave/core-rpc';
import { connectGetType, connectOpen } from '@virtweave/core-rpc/protocol/connect';
import { domainGetXmlDesc } from '@virtweave/core-rpc/protocol/domain';
import { connectDomainEventCallbackRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { callBytes } from './mutate.ts';
import { testDomain } from './samples.ts';

export interface HangersOrder {
  readonly do: 'hang';
  readonly socket: string;
  readonly port: number;
  /** Connections that say nothing, or begin a message and leave it at that; over TCP. */
  readonly halfOpen: number;
  /** Connections that ask and never read. */
  readonly deaf: number;
  /** Connections that send honest calls, byte by byte. */
  readonly slow: number;
}

export interface HangersReport {
  readonly halfOpen: number;
  /** Bytes that were taken of who never reads. */
  readonly deafSent: number;
  /** Answers to who is slow, and what was wrong with them. */
  readonly slowAnswers: number;
  readonly slowFailures: readonly string[];
}

const open = callBytes({ procedure: connectOpen as AnyProcedure, args: { name: 'test:///default', flags: 0 } }, 0);
const getType = callBytes({ procedure: connectGetType as AnyProcedure, args: undefined }, 1);
const getXml = callBytes({ procedure: domainGetXmlDesc as AnyProcedure, args: { dom: testDomain, flags: 0 } }, 2);
const listen = callBytes({ procedure: connectDomainEventCallbackRegisterAny as AnyProcedure, args: { dom: undefined, eventID: 0 } }, 3);

/** Clients that come and stay. Resolves when all are there; the function that it gives ends them. */
export async function hang({ socket, port, halfOpen, deaf, slow }: HangersOrder): Promise<() => HangersReport> {
  const sockets: Socket[] = [];
  const failures: string[] = [];
  let [opened, deafSent, answers] = [0, 0, 0];
  let over = false;

  for (let made = 0; made < halfOpen; ) {
    // No more at a time than the daemon's backlog takes.
    const some = Array.from({ length: Math.min(100, halfOpen - made) }, () => connect(port, '127.0.0.1'));
    made += some.length;
    await Promise.all(
      some.map(async (one, at) => {
        one.on('error', () => {});
        await new Promise((resolve) => one.once('connect', resolve).once('close', resolve));
        one.write(open.subarray(0, at % 60));
      }),
    );
    opened += some.filter((one) => !one.destroyed).length;
    sockets.push(...some);
  }
  for (let at = 0; at < deaf; at += 1) {
    const one = connect(socket).pause();
    one.on('error', () => {});
    one.write(Buffer.concat([open, listen]));
    const many = Buffer.concat(Array.from({ length: 100 }, () => getXml));
    const more = (): void => {
      if (over || one.destroyed) return;
      one.write(many, () => {
        deafSent += many.length;
        more();
      });
    };
    more();
    sockets.push(one);
  }
  for (let at = 0; at < slow; at += 1) {
    const one = connect(socket);
    one.on('error', (error) => failures.push(error.message));
    one.on('close', () => over || failures.push('the daemon closed the connection'));
    one.setNoDelay(true).write(open);
    let place = 0;
    let held = Buffer.alloc(0);
    one.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 28 && held.length >= held.readUInt32BE(0)) {
        const length = held.readUInt32BE(0);
        if (held.readUInt32BE(24) !== 0) failures.push(held.toString('latin1', 28, length));
        answers += 1;
        held = held.subarray(length);
      }
    });
    const timer = setInterval(() => {
      if (over || one.destroyed) return clearInterval(timer);
      one.write(getType.subarray(place, place + 1));
      place = (place + 1) % getType.length;
    }, 10);
    sockets.push(one);
  }
  return () => {
    over = true;
    for (const one of sockets) one.destroy();
    return { halfOpen: opened, deafSent, slowAnswers: answers, slowFailures: failures.slice(0, 10) };
  };
}
