import { connect } from '@virtweave/core-api';

/**
 * Follows what happens to all guests of a connection until `signal` is aborted:
 *
 * ```sh
 * node scripts/run-workspace.mjs examples/src/events/main.ts test:///default
 * ```
 */
export async function followEvents(uri: string, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const connection = await connect(uri, { from: import.meta.url, signal });
  try {
    // Subscribe first and list second: a guest that starts in between is seen twice rather than never.
    const events = connection.events({ signal });
    const list = async (): Promise<void> => {
      for (const domain of await connection.listAllDomains({ signal })) {
        say(`${domain.name}: ${(await domain.state({ signal })).state}`);
      }
    };
    await list();
    for await (const event of events) {
      if (event.kind === 'gap') {
        say(`${event.lost} events lost, here is the truth:`);
        await list();
      } else if (event.kind === 'lifecycle') {
        say(`${event.domain.name}: ${event.event} (${event.detail})`);
      } else {
        say(`${event.domain.name}: ${event.kind}`);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await connection.close();
  }
}
