import net from 'node:net';
import { expect, test } from '@jest/globals';
import { LocalHost } from '@virtweave/core-util';

test('a port is free until somebody listens on it', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const host = new LocalHost();
  expect(await host.portIsFree(port, '127.0.0.1')).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await host.portIsFree(port, '127.0.0.1')).toBe(true);
});

test('an address that is none of this host is an error, not a taken port', async () => {
  await expect(new LocalHost().portIsFree(5900, '192.0.2.1')).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
});
