import { isJsonObject, type Json } from '../qmp/index.ts';

/** A job of QEMU's (`query-jobs`). */
export interface QemuJob {
  readonly id: string;
  /** `commit`, `stream`, `mirror`, `backup`, `create`, ... */
  readonly type: string;
  /** `created`, `running`, `paused`, `ready`, `standby`, `waiting`, `pending`, `aborting`, `concluded`, ... */
  readonly status: string;
  /** Why it failed, in QEMU's words. */
  readonly error?: string;
  /** In units of its own, mostly bytes. */
  readonly progress: { readonly current: bigint; readonly total: bigint };
}

/** The reply of `query-jobs`; entries without an id are passed over. */
export function readJobs(reply: Json): readonly QemuJob[] {
  if (!Array.isArray(reply)) return [];
  return (reply as readonly Json[]).filter(isJsonObject).flatMap((job) => {
    const { id, type, status, error } = job;
    if (typeof id !== 'string' || typeof type !== 'string' || typeof status !== 'string') return [];
    const progress = { current: integer(job['current-progress']), total: integer(job['total-progress']) };
    return [{ id, type, status, progress, ...(typeof error === 'string' ? { error } : {}) }];
  });
}

function integer(value: Json | undefined): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : 0n;
}
