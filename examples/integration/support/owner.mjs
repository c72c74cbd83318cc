// A process that opens a connection, and does what it is told by lines on its standard input. It answers with lines of JSON.
import { createInterface } from 'node:readline';
import { connect } from '@virtweave/core-api';

const [uri, options] = process.argv.slice(2);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const told = ({ code, message, int1 }) => ({ error: { code, message, int1 } });

let connection;
try {
  connection = await connect(uri, JSON.parse(options ?? '{}'));
  say({ ready: process.pid });
} catch (error) {
  say(told(error));
}

const orders = {
  close: () => connection.close(),
  start: async (xml) => (await (await connection.defineXML(xml)).start(), null),
  list: async () => (await connection.listAllDomains()).map(({ name }) => name),
  destroy: async (name) => (await (await connection.lookupByName(name)).destroy(), null),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [order, ...args] = JSON.parse(line);
  try {
    say({ done: (await orders[order](...args)) ?? null });
  } catch (error) {
    say(told(error));
  }
}
