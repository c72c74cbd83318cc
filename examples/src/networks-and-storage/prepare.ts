import { connect, isVirtError, type Connection, type Network, type StoragePool } from '@virtweave/core-api';

const gibibyte = 1024 ** 3;

/**
 * Prepares what a guest needs, and cleans up again: a network with a fixed address for it, a pool with a disk in it.
 *
 * ```sh
 * node scripts/run-workspace.mjs --built examples/src/networks-and-storage/main.ts test:///default
 * ```
 */
export async function prepare(uri: string, say: (line: string) => void): Promise<void> {
  const connection = await connect(uri, { from: import.meta.url });
  const events = connection.events({ kinds: ['network-lifecycle', 'pool-lifecycle'] });
  try {
    const network = await makeNetwork(connection);
    // A running network and its definition are two things: the host is added to both.
    const host = "<host mac='52:54:00:00:00:10' name='web' ip='10.99.0.10'/>";
    await network.update('add-last', 'ip-dhcp-host', host, { live: true, config: true });
    const { ips = [] } = await network.definition();
    say(`${network.name}: ${ips.map(({ address }) => address).join()}, bridge ${await network.bridgeName()}`);

    const pool = await makePool(connection);
    const disk = await pool.volCreateXML({
      type: 'file',
      name: 'web.qcow2',
      capacity: 10 * gibibyte,
      target: { format: 'qcow2' },
    });
    const { capacity } = await disk.info();
    say(`${await disk.path()}: ${capacity / gibibyte} GiB`);

    await disk.delete();
    await pool.destroy();
    await pool.undefine();
    await network.destroy();
    await network.undefine();
  } finally {
    await connection.close(); // the stream ends, too, once it told what it knows
  }
  for await (const event of events) {
    if (event.kind === 'network-lifecycle') say(`network ${event.network.name}: ${event.event}`);
    else if (event.kind === 'pool-lifecycle') say(`pool ${event.pool.name}: ${event.event}`);
  }
}

/** The network `guests`, running: the one that is there, or a new one. */
async function makeNetwork(connection: Connection): Promise<Network> {
  let network: Network;
  try {
    network = await connection.networkLookupByName('guests');
  } catch (error) {
    if (!isVirtError(error, 'VIR_ERR_NO_NETWORK')) throw error;
    network = await connection.networkDefineXML({
      name: 'guests',
      bridge: { name: 'virbr99' },
      ips: [
        {
          address: '10.99.0.1',
          netmask: '255.255.255.0',
          dhcp: { ranges: [{ start: '10.99.0.100', end: '10.99.0.199' }] },
        },
      ],
    });
  }
  if (!(await network.isActive())) await network.start();
  return network;
}

/** A folder with disks, running. */
async function makePool(connection: Connection): Promise<StoragePool> {
  const pool = await connection.storagePoolDefineXML({
    type: 'dir',
    name: 'guests',
    target: { path: '/var/lib/guests' },
  });
  await pool.build();
  await pool.start();
  return pool;
}
