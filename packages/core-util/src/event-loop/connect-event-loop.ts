import type { RemoteEventLoop } from './remote-event-loop.ts';
import type { RemoteLoopHandle } from './removal-ports.ts';

/**
 * In a worker thread: the {@link RemoteEventLoop} of a handle that `EventLoop.remoteHandle()` gave in another thread.
 *
 * @example
 * ```ts
 * parentPort.once('message', async ({ handle, id }) => {
 *   const loop = await connectEventLoop(handle);
 *   await loop.remove(id); // or loop.removeAndWait(id), which blocks this thread
 *   loop.close();
 * });
 * ```
 */
export async function connectEventLoop(handle: RemoteLoopHandle): Promise<RemoteEventLoop> {
  // Not before it is wanted: node:worker_threads takes two milliseconds to load.
  const { RemoteEventLoop } = await import('./remote-event-loop.ts');
  return new RemoteEventLoop(handle);
}
