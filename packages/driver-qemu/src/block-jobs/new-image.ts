import type { Disk } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { createOptions, formatNodeProps, lowerProps, storageNode, formatNode, storageNodeProps, storageProps, topProps, type Image } from '../block/index.ts';
import { formatJson, type Props } from '../command/json.ts';
import { highestNode } from '../hotplug/nodes.ts';
import { isJsonObject, parseJson, type JsonObject, type QmpClient } from '../qmp/index.ts';
import type { ChainNode } from './chain.ts';

export interface NewNode {
  /** The format's node, ready to be written to. */
  readonly node: string;
  /** Takes its nodes away again. */
  drop(): Promise<void>;
}

/**
 * Opens an image that a guest's disk is to go on with, and makes it before when it is not there.
 *
 * @param options `make`: as large as this, and with what below; `above`: it lies on other images, which QEMU opens; `like`:
 *   how the disk wants its images opened
 * @throws VirtError with QEMU's words
 */
export async function openNewImage(
  monitor: QmpClient,
  file: string,
  format: string,
  options: { readonly make?: { readonly capacity: bigint; readonly backing?: ChainNode }; readonly above: boolean; readonly like: Disk; readonly signal?: AbortSignal },
): Promise<NewNode> {
  const { make, above, like, signal } = options;
  const label = String((await highestNode(monitor)) + 1);
  const source = { type: 'file', file } as const;
  const image: Image = { source, format, label, readonly: false, isEnd: !above };
  const done: string[] = [];
  const drop = async (): Promise<void> => {
    for (const name of [...done].reverse()) await monitor.execute('blockdev-del', { 'node-name': name }).catch(() => undefined);
  };
  const wanted =
    make === undefined
      ? undefined
      : createOptions(image, {
          capacity: make.capacity,
          physical: format === 'raw' ? make.capacity : 0n,
          ...(make.backing !== undefined && {
            backing: { source: { type: 'file', file: make.backing.file }, format: make.backing.format, label: '0', readonly: true, isEnd: true },
          }),
        });
  const { cache, io, discard, detectZeroes } = like.driver ?? {};
  const opened = { cache: cache === 'default' ? undefined : cache, io, discard, detectZeroes };
  try {
    if (wanted?.protocol !== undefined) await create(monitor, `create-${label}`, wanted.protocol, signal);
    await add(monitor, storageNodeProps(image, storageProps(source, {}, { readonly: false, io }), lowerProps(opened)));
    done.push(storageNode(image));
    if (wanted?.format !== undefined) await create(monitor, `create-${label}`, wanted.format, signal);
    await add(monitor, formatNodeProps(image, { common: topProps(image, opened, true), file: storageNode(image), keySecret: '' }));
    done.push(formatNode(image));
  } catch (error) {
    await drop();
    throw error;
  }
  return { node: formatNode(image), drop };
}

const json = (props: Props): JsonObject => {
  const value = parseJson(formatJson(props));
  if (!isJsonObject(value)) throw new TypeError('no object');
  return value;
};

async function add(monitor: QmpClient, props: Props): Promise<void> {
  await monitor.execute('blockdev-add', json(props));
}

/** Runs a job that makes an image, to its end. */
async function create(monitor: QmpClient, id: string, options: Props, signal?: AbortSignal): Promise<void> {
  let settle: () => void = () => undefined;
  const concluded = new Promise<void>((resolve) => (settle = resolve));
  const stop = monitor.onEvent(({ event, data }) => {
    if (event === 'JOB_STATUS_CHANGE' && data['id'] === id && data['status'] === 'concluded') settle();
  });
  try {
    await monitor.execute('blockdev-create', { 'job-id': id, options: json(options) }, signal === undefined ? {} : { signal });
    await Promise.race([concluded, monitor.closed]);
    const jobs = await monitor.execute('query-jobs');
    const job = Array.isArray(jobs) ? (jobs as readonly JsonObject[]).find((one) => one['id'] === id) : undefined;
    await monitor.execute('job-dismiss', { id });
    if (typeof job?.['error'] === 'string') {
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `failed to create image: ${job['error']}`, { domain: 'VIR_FROM_QEMU' });
    }
  } finally {
    stop();
  }
}
