import { VirtError, type Host, type SpawnedProcess } from '@virtweave/core-util';
import { QmpClient } from '../qmp/index.ts';

/** An emulator without a guest, there to be asked. */
export interface ProbeProcess {
  readonly monitor: QmpClient;
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

export interface ProbeProcessOptions {
  /** A folder of ours with mode 0700, for the socket and QEMU's words. */
  readonly folder: string;
  /** Unique within the folder. */
  readonly name: string;
  /** As in `-machine accel=`, such as `kvm:tcg`. */
  readonly accelerator: string;
  readonly signal?: AbortSignal;
}

/**
 * Starts an emulator with `-machine none`.
 *
 * @throws VirtError `VIR_ERR_INTERNAL_ERROR` with the emulator's own words when it does not start
 */
export async function startForProbing(
  host: Host,
  emulator: string,
  options: ProbeProcessOptions,
): Promise<ProbeProcess> {
  const socket = `${options.folder}/${options.name}.sock`;
  const log = `${options.folder}/${options.name}.log`;
  const pidFile = `${options.folder}/${options.name}.pid`;
  const call = options.signal === undefined ? {} : { signal: options.signal };
  let process: SpawnedProcess | undefined;
  const close = async (): Promise<void> => {
    if (process !== undefined) {
      // It holds nothing that a clean end would save.
      await host.signal(process, 'SIGKILL');
      // The promise alone would not keep this process running until it is fulfilled.
      const hold = setInterval(() => undefined, 1000);
      await process.exited;
      clearInterval(hold);
    }
    await Promise.all([socket, log, pidFile].map((path) => host.remove(path, { durable: false })));
  };
  try {
    process = host.can.inheritSockets
      ? await host.spawn(emulator, emulatorArguments(options.accelerator, 'fd=3'), {
          log,
          // By its folder the next process finds it, should we die meanwhile.
          cwd: options.folder,
          listen: [{ path: socket }],
          ...call,
        })
      : await daemonize(host, emulator, options, socket, pidFile);
    const stream = await host.connect({ path: socket }, call);
    const monitor = await QmpClient.open(stream, { label: `of ${emulator}, started for probing`, ...call });
    return {
      monitor,
      close: async () => {
        monitor.close();
        await close();
      },
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    const words = process === undefined ? '' : await lastWords(host, log);
    await close();
    const reason = words === '' ? (error instanceof Error ? error.message : String(error)) : words;
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `Failed to start QEMU binary ${emulator} for probing: ${reason}`, {
      domain: 'VIR_FROM_QEMU',
      cause: error,
    });
  }
}

function emulatorArguments(accelerator: string, listen: string): string[] {
  return [
    '-S',
    '-no-user-config',
    '-nodefaults',
    '-nographic',
    '-machine',
    `none,accel=${accelerator}`,
    '-chardev',
    `socket,id=monitor,${listen},server=on,wait=off`,
    '-mon',
    'chardev=monitor,mode=control',
  ];
}

/** For a host that cannot hand down sockets: QEMU makes the socket itself, and is ready when its parent ends. */
async function daemonize(
  host: Host,
  emulator: string,
  options: ProbeProcessOptions,
  socket: string,
  pidFile: string,
): Promise<SpawnedProcess> {
  // A comma in the path of an option is written twice.
  const listen = `path=${socket.replaceAll(',', ',,')}`;
  const args = [...emulatorArguments(options.accelerator, listen), '-pidfile', pidFile, '-daemonize'];
  await host.run(emulator, args, options.signal === undefined ? {} : { signal: options.signal });
  const pid = Number((await host.readFile(pidFile, { maxBytes: 64 })).toString('utf8'));
  const process = await host.process(pid);
  if (process === undefined) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `process ${pid} ended at once`, { domain: 'VIR_FROM_QEMU' });
  }
  return process;
}

async function lastWords(host: Host, log: string): Promise<string> {
  const stat = await host.stat(log);
  if (stat === undefined || stat.size === 0) return '';
  const bytes = await host.readFile(log, { offset: Math.max(0, stat.size - 4096), length: 4096 });
  return bytes.toString('utf8').trim();
}
