import { connect, type Connection, type ConnectionEvent, type EventStream } from '@virtweave/core-api';
import { FixtureHost, type FixtureEntry } from '@virtweave/core-testkit';
import driver from '../src/index.ts';

/** A connection to a node of its own, which a document describes; other files of its host may stand beside it. */
export function openNode(xml: string, files: Readonly<Record<string, FixtureEntry>> = {}): Promise<Connection> {
  const host = new FixtureHost({ files: { '/nodes/node.xml': xml, ...files } });
  return connect('test:///nodes/node.xml', { drivers: [driver], host });
}

export function openDefault(): Promise<Connection> {
  return connect('test:///default', { drivers: [driver] });
}

/** The next lifecycle events in words, without the guest's name. */
export async function told(stream: EventStream<ConnectionEvent>, count: number): Promise<readonly string[]> {
  const seen: string[] = [];
  while (seen.length < count) {
    const { value } = await stream.next();
    if (value?.kind === 'lifecycle') seen.push(`${value.event} ${value.detail}`);
  }
  return seen;
}
