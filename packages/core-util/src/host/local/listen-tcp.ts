import net from 'node:net';
import { errnoOf, systemError } from '../system-error.ts';

/** Whether a server could listen on the port: found out by listening, which takes the kernel no search through all connections. */
export async function portIsFree(port: number, address: string): Promise<boolean> {
  const server = net.createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: address, exclusive: true }, resolve);
    });
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw systemError(`cannot listen on ${address}:${port}`, error);
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
}
