// A program: clients that come, call, listen, and go, some of them without a word.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { RpcClient, type Procedure } from '@virtweave/core-rpc';
import { connectClose, connectGetType, connectOpen } from '@virtweave/core-rpc/protocol/connect';
import {
  connectListAllDomains,
  domainCreateWithFlags,
  domainDefineXmlFlags,
  domainDestroyFlags,
  domainGetInfo,
  domainGetState,
  domainGetXmlDesc,
  domainLookupByName,
  domainResume,
  domainScreenshot,
  domainSuspend,
} from '@virtweave/core-rpc/protocol/domain';
import { connectDomainEventCallbackRegisterAny, domainEventCallbackLifecycle } from '@virtweave/core-rpc/protocol/events';
import { connectListAllNetworks } from '@virtweave/core-rpc/protocol/network';
import type { Domain } from '@virtweave/core-rpc/protocol/types';
import { isVirtError } from '@virtweave/core-util/errors';
import { generator, pick } from './random.ts';

export interface SoakOrder {
  readonly socket: string;
  readonly clients: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface SoakReport {
  readonly calls: number;
  readonly connections: number;
  /** Connections that ended without a word, with calls under way. */
  readonly brokenOff: number;
  readonly events: number;
  readonly streams: number;
  readonly failures: readonly string[];
}

/** Seconds after which an answer, or an event, counts as lost. */
const patience = 60;

const report = { calls: 0, connections: 0, brokenOff: 0, events: 0, streams: 0 };
const failures: string[] = [];
const fail = (what: string): void => {
  if (failures.length < 20) failures.push(what);
};

/** How many things that make an event were asked for, and how many were done, of each client's own guest. */
let asked: number[] = [];
let done: number[] = [];

const nameOf = (at: number): string => `soak-${at}`;
const uuidOf = (at: number): string => `5a4b0000-0000-4000-8000-${String(at).padStart(12, '0')}`;

/** One connection, from its beginning to its end. */
class Visit {
  readonly #at: number;
  readonly #next: () => number;
  readonly #socket: Socket;
  readonly #client: RpcClient;
  readonly #heard: number[];
  #askedBefore: readonly number[] = [];
  #doneBefore: readonly number[] = [];
  #dom: Domain = { name: '', uuid: '', id: -1 };
  #leaving = false;

  constructor(path: string, at: number, next: () => number) {
    this.#at = at;
    this.#next = next;
    this.#socket = connect(path);
    this.#client = new RpcClient(this.#socket, { onEventsLost: (lost) => fail(`${lost} events were dropped`) });
    this.#heard = asked.map(() => 0);
    this.#client.listen(domainEventCallbackLifecycle, ({ msg: { dom, event } }) => {
      const whose = Number(/^soak-(\d+)$/.exec(dom.name)?.[1] ?? -1);
      // Started, suspended, resumed, stopped.
      if (event < 2 || event > 5 || this.#heard[whose] === undefined) return;
      this.#heard[whose] += 1;
      report.events += 1;
    });
    report.connections += 1;
  }

  async run(end: number): Promise<void> {
    try {
      await this.#call(connectOpen, { name: 'test:///default', flags: 0 });
      this.#doneBefore = [...done];
      await this.#call(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: undefined });
      this.#askedBefore = [...asked];
      const xml = `<domain type='test'><name>${nameOf(this.#at)}</name><uuid>${uuidOf(this.#at)}</uuid><memory>1024</memory><os><type>hvm</type></os></domain>`;
      this.#dom = (await this.#call(domainDefineXmlFlags, { xml, flags: 0 })).dom;
      const steps = 5 + Math.floor(this.#next() * 120);
      for (let step = 0; step < steps && performance.now() < end; step += 1) {
        await Promise.all([this.#look(), this.#look(), this.#next() < 0.4 ? this.#change() : undefined]);
        await sleep(this.#next() * 150);
      }
      await this.#leave();
    } catch (error) {
      if (!this.#leaving) fail(`${nameOf(this.#at)}: ${(error as Error).message}`);
    } finally {
      this.#client.close();
    }
  }

  /** Something that changes nothing. */
  async #look(): Promise<void> {
    const dom = this.#dom;
    const ways: readonly (() => Promise<boolean>)[] = [
      async () => (await this.#call(connectGetType, undefined)).type === 'TEST',
      async () => (await this.#call(domainLookupByName, { name: dom.name })).dom.uuid === dom.uuid,
      async () => (await this.#call(domainGetInfo, { dom })).nrVirtCpu === 1,
      async () => (await this.#call(domainGetXmlDesc, { dom, flags: 0 })).xml.includes(`<name>${dom.name}</name>`),
      async () => (await this.#call(connectListAllDomains, { need_results: 1, flags: 0 })).domains.some(({ name }) => name === dom.name),
      async () => (await this.#call(connectListAllNetworks, { need_results: 1, flags: 0 })).nets.length > 0,
      () => this.#refused(),
      () => this.#screenshot(),
    ];
    if (!(await pick(ways, this.#next)())) fail(`${dom.name}: a wrong answer`);
  }

  async #refused(): Promise<boolean> {
    try {
      await this.#call(domainLookupByName, { name: 'nobody' });
      return false;
    } catch (error) {
      if (!isVirtError(error, 'VIR_ERR_NO_DOMAIN')) throw error;
      return true;
    }
  }

  async #screenshot(): Promise<boolean> {
    const { state } = await this.#call(domainGetState, { dom: this.#dom, flags: 0 });
    if (state === 5) return true;
    let stream;
    try {
      ({ stream } = await this.#timed(this.#client.callStream(domainScreenshot, { dom: this.#dom, screen: 0, flags: 0 })));
    } catch (error) {
      // It may have been stopped since.
      if (isVirtError(error, 'VIR_ERR_OPERATION_INVALID')) return true;
      throw error;
    }
    let bytes = 0;
    for (let part = await stream.receive(65_536); part !== undefined; part = await stream.receive(65_536))
      if (part instanceof Uint8Array) bytes += part.length;
    await this.#timed(stream.finish());
    report.streams += 1;
    return bytes > 0;
  }

  /** What comes next in the life of its guest. It is its own: nobody else changes it. */
  async #change(): Promise<void> {
    const dom = this.#dom;
    const { state } = await this.#call(domainGetState, { dom, flags: 0 });
    const end = this.#next() < 0.5;
    if (state === 5) await this.#event(domainCreateWithFlags, { dom, flags: 0 });
    else if (end) await this.#event(domainDestroyFlags, { dom, flags: 0 });
    else await this.#event(state === 3 ? domainResume : domainSuspend, { dom });
  }

  async #event<A, R>(procedure: Procedure<A, R>, args: A): Promise<void> {
    asked[this.#at] = (asked[this.#at] as number) + 1;
    await this.#call(procedure, args);
    done[this.#at] = (done[this.#at] as number) + 1;
  }

  async #leave(): Promise<void> {
    if (this.#next() < 0.3) {
      // Without a word, with calls under way.
      report.brokenOff += 1;
      this.#leaving = true;
      const under = [this.#look(), this.#look(), this.#change()];
      await sleep(this.#next() * 3);
      this.#socket.destroy();
      await Promise.allSettled(under);
      return;
    }
    const least = done.map((count, at) => count - (this.#askedBefore[at] as number));
    const end = performance.now() + patience * 1000;
    const missing = (): number => least.findIndex((count, at) => (this.#heard[at] as number) < count);
    await this.#call(connectGetType, undefined);
    while (missing() >= 0 && performance.now() < end) await sleep(5);
    if (missing() >= 0) fail(`${nameOf(this.#at)} lost events of ${nameOf(missing())}: ${this.#heard[missing()]} of ${least[missing()]}`);
    const most = asked.map((count, at) => count - (this.#doneBefore[at] as number));
    if (most.some((count, at) => (this.#heard[at] as number) > count)) fail(`${nameOf(this.#at)} heard of what did not happen`);
    if (this.#next() < 0.5) await this.#call(connectClose, undefined);
  }

  #call<A, R>(procedure: Procedure<A, R>, args: A): Promise<R> {
    return this.#timed(this.#client.call(procedure, args), procedure.name);
  }

  async #timed<T>(answer: Promise<T>, what = 'a stream'): Promise<T> {
    report.calls += 1;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer to ${what}`)), patience * 1000);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function soak({ socket, clients, seconds, seed }: SoakOrder): Promise<SoakReport> {
  asked = Array.from({ length: clients }, () => 0);
  done = [...asked];
  const end = performance.now() + seconds * 1000;
  // The node lasts as long as somebody has it open.
  const anchor = new RpcClient(connect(socket));
  await anchor.call(connectOpen, { name: 'test:///default', flags: 0 });
  await Promise.all(
    asked.map(async (_, at) => {
      const next = generator(seed + at);
      while (performance.now() < end) await new Visit(socket, at, next).run(end);
    }),
  );
  anchor.close();
  return { ...report, failures };
}

process.on('message', (order: SoakOrder) => void soak(order).then((answer) => process.send?.(answer)));
process.on('disconnect', () => process.exit());
