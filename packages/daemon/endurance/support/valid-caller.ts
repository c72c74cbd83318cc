// A program: calls at a steady rate over a few connections, looks at each answer, and tells how long they took.
import { connect } from 'node:net';
import { RpcClient, type Procedure } from '@virtweave/core-rpc';
import { connectGetType, connectOpen } from '@virtweave/core-rpc/protocol/connect';
import { connectListAllDomains, domainGetInfo, domainGetXmlDesc, domainLookupByName } from '@virtweave/core-rpc/protocol/domain';

export interface ValidOrder {
  readonly socket: string;
  /** A node of its own, which nobody else can change. */
  readonly uri: string;
  /** Calls a second. 0: stop, and tell. */
  readonly rate: number;
}

export interface ValidReport {
  readonly calls: number;
  readonly failures: readonly string[];
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

type Call = (client: RpcClient) => Promise<boolean>;

const call = <A, R>(procedure: Procedure<A, R>, args: A, right: (answer: R) => boolean): Call =>
  async (client) => right(await client.call(procedure, args));

const dom = { name: 'steady', uuid: '8f1c4a52-6a0e-4c6b-9d0b-2f2c1d3e4f50', id: 1 };
const calls: readonly Call[] = [
  call(connectGetType, undefined, ({ type }) => type === 'TEST'),
  call(domainLookupByName, { name: 'steady' }, (answer) => answer.dom.uuid === dom.uuid),
  call(domainGetInfo, { dom }, ({ nrVirtCpu }) => nrVirtCpu === 3),
  call(domainGetXmlDesc, { dom, flags: 0 }, ({ xml }) => xml.includes('<name>steady</name>') && xml.endsWith('</domain>\n')),
  call(connectListAllDomains, { need_results: 1, flags: 0 }, ({ domains }) => domains.length === 1 && domains[0]?.name === 'steady'),
];

let clients: RpcClient[] = [];
let timer: NodeJS.Timeout | undefined;
let times: number[] = [];
let failures: string[] = [];
let under = 0;

async function begin({ socket, uri, rate }: ValidOrder): Promise<void> {
  if (clients.length === 0) {
    clients = Array.from({ length: 4 }, () => new RpcClient(connect(socket)));
    await Promise.all(clients.map((client) => client.call(connectOpen, { name: uri, flags: 0 })));
  }
  [times, failures] = [[], []];
  const started = performance.now();
  let made = 0;
  timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * rate;
    for (; made < due; made += 1) void one(calls[made % calls.length] as Call, clients[made % clients.length] as RpcClient);
  }, 2);
}

async function one(call: Call, client: RpcClient): Promise<void> {
  const from = performance.now();
  under += 1;
  try {
    if (!(await call(client))) failures.push('a wrong answer');
  } catch (error) {
    failures.push((error as Error).message);
  }
  under -= 1;
  times.push(performance.now() - from);
}

async function end(): Promise<ValidReport> {
  clearInterval(timer);
  const patience = performance.now() + 30_000;
  while (under > 0 && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 5));
  if (under > 0) failures.push(`${under} calls without an answer`);
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { calls: times.length, failures: failures.slice(0, 10), p50: at(0.5), p99: at(0.99), most: at(1) };
}

process.on('message', (order: ValidOrder) => {
  void (order.rate > 0 ? begin(order).then(() => ({})) : end()).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());
