import type { Domain, Filesystem, Video } from '@virtweave/core-conf';
import { VirtError, encodeFileName, type Host, type Reverter, type SpawnedProcess } from '@virtweave/core-util';
import type { DescriptorOptions } from '../descriptors/index.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { findVhostUserProgram, virtiofsdArguments, type VhostUserType } from '../vhost-user/index.ts';
import { commandEnvironment, gpuSocket } from './command-context.ts';
import { killProcess, processesIn } from './processes.ts';

/** Milliseconds in which a program has to make its socket. */
const PATIENCE = 10_000;

interface Device {
  readonly type: VhostUserType;
  readonly alias: string;
  readonly filesystem?: Filesystem;
  readonly video?: Video;
}

/** The devices that programs beside QEMU serve, if they are to be started by us. */
function servedDevices({ devices }: Domain): Device[] {
  const filesystems = devices.filesystems.filter(
    ({ driver, source }) => driver?.type === 'virtiofs' && source.type === 'mount' && source.socket === undefined,
  );
  const videos = devices.videos.filter(({ driver }) => driver?.name === 'vhostuser');
  return [
    ...filesystems.map((filesystem): Device => ({ type: 'fs', alias: filesystem.alias ?? 'fs', filesystem })),
    ...videos.map((video): Device => ({ type: 'gpu', alias: video.alias ?? 'video', video })),
  ];
}

export interface HelperPreparation {
  /** The guest's own folder: sockets are there, and who is there is the guest's. */
  readonly folder: string;
  readonly undo: Reverter;
  readonly signal?: AbortSignal;
}

/**
 * Starts the programs that serve a guest's vhost-user devices: those that the document names, or that descriptors tell of.
 * They end when QEMU leaves them.
 *
 * @throws VirtError `VIR_ERR_OPERATION_FAILED` when there is no such program, or it does not serve
 */
export async function startHelpers(engine: QemuEngine, document: Domain, preparation: HelperPreparation): Promise<void> {
  for (const device of servedDevices(document)) {
    const process = await startHelper(engine, document, device, preparation);
    preparation.undo.add(`end process ${process.pid}`, () => killProcess(engine.host, process));
  }
}

async function startHelper(
  engine: QemuEngine,
  { name }: Domain,
  device: Device,
  { folder, signal }: HelperPreparation,
): Promise<SpawnedProcess> {
  const { host, scope } = engine;
  const call = signal === undefined ? {} : { signal };
  const search = { ...(scope.userConfig !== undefined && { userConfig: scope.userConfig }), ...call };
  const options = {
    cwd: folder,
    log: `${scope.folders.log}/${encodeFileName(`${name}-${device.alias}-${device.type}`, '.log')}`,
    env: Object.fromEntries(commandEnvironment({ domain: folder })),
  };
  const { binary, socket, args } = await helperCommand(host, device, folder, search);
  const process = await host.spawn(binary, args, options);
  await listening(engine, binary, socket, process, signal);
  return process;
}

interface HelperCommand {
  readonly binary: string;
  readonly socket: string;
  readonly args: readonly string[];
}

async function helperCommand(host: Host, { alias, filesystem, video }: Device, folder: string, search: DescriptorOptions): Promise<HelperCommand> {
  if (filesystem !== undefined) {
    const socket = `${folder}/${alias}-fs.sock`;
    const binary = filesystem.binary?.path ?? (await findVhostUserProgram(host, 'fs', [], search)).binary;
    return { binary, socket, args: virtiofsdArguments(filesystem, socket) };
  }
  const { accel3d, rendernode } = video?.model.acceleration ?? {};
  const features = [...(accel3d === true ? ['virgl'] : []), ...(rendernode === undefined ? [] : ['render-node'])];
  const { binary } = await findVhostUserProgram(host, 'gpu', features, search);
  const socket = gpuSocket(folder, alias);
  const args = [
    `--socket-path=${socket}`,
    ...(accel3d === true ? ['--virgl'] : []),
    ...(rendernode === undefined ? [] : ['--render-node', rendernode]),
  ];
  return { binary, socket, args };
}

/** Waits until a program that makes its socket itself has done so. It tells nobody, so there is nothing but looking. */
async function listening({ host }: QemuEngine, binary: string, socket: string, process: SpawnedProcess, signal?: AbortSignal): Promise<void> {
  let ended = false;
  void process.exited?.then(() => (ended = true));
  const patience = Date.now() + PATIENCE;
  for (let pause = 2; (await host.stat(socket))?.type !== 'socket'; pause = Math.min(pause * 2, 100)) {
    if (ended || signal?.aborted === true || Date.now() > patience) {
      await killProcess(host, process);
      signal?.throwIfAborted();
      throw new VirtError('VIR_ERR_OPERATION_FAILED', `'${binary}' ${ended ? 'has ended' : 'does not listen'} at '${socket}'`, { domain: 'VIR_FROM_QEMU' });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Ends what a guest that is gone left beside it: programs that QEMU never reached, or that do not notice its end. */
export async function endHelpers({ host }: QemuEngine, document: Domain, folder: string): Promise<void> {
  if (servedDevices(document).length === 0) return;
  const left = (await processesIn(host, new Set([folder]))).get(folder) ?? [];
  await Promise.all(left.map((process) => killProcess(host, process)));
}
