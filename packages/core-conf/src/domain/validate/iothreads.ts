import type { Domain } from '../domain.ts';
import { refuse } from './refuse.ts';

/** I/O threads have numbers of their own, and sensible pools. */
export function validateIothreads({ iothreadIds, defaultIothread }: Domain): void {
  const seen = new Set<number>();
  for (const { id } of iothreadIds ?? []) {
    if (seen.has(id)) throw refuse(`duplicate iothread id '${id}' found`);
    seen.add(id);
  }
  for (const thread of [...(iothreadIds ?? []), ...(defaultIothread === undefined ? [] : [defaultIothread])]) {
    const { threadPoolMin = -1, threadPoolMax = -1 } = thread;
    if (threadPoolMax === 0) throw refuse('thread_pool_max must be a positive integer');
    if (threadPoolMin >= 0 && threadPoolMax >= 0 && threadPoolMin > threadPoolMax) {
      throw refuse('thread_pool_min must be smaller or equal to thread_pool_max');
    }
  }
}
