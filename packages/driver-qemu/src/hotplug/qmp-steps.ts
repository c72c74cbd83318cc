import { VirtError } from '@virtweave/core-util';
import type { QemuArgument } from '../command/index.ts';
import { isJsonObject, parseJson, type JsonObject, type QmpExecutor } from '../qmp/index.ts';

/** What a running QEMU is told in the place of an option, and what takes it back. */
export interface QmpStep {
  readonly command: string;
  readonly args: JsonObject;
  readonly undo: { readonly command: string; readonly args: JsonObject };
}

/** Options that a running QEMU takes as well. @throws VirtError VIR_ERR_OPERATION_UNSUPPORTED for others */
export function qmpSteps(options: readonly QemuArgument[]): readonly QmpStep[] {
  return options.map(({ option, value = '' }) => {
    if (option === '-chardev') return chardevStep(value);
    const args = value.startsWith('{') ? parseJson(value) : undefined;
    if (!isJsonObject(args)) throw unsupported(`this QEMU cannot be given '${option} ${value}' while it runs`);
    switch (option) {
      case '-object':
        return { command: 'object-add', args, undo: { command: 'object-del', args: { id: args['id'] } } };
      case '-blockdev':
        return { command: 'blockdev-add', args, undo: { command: 'blockdev-del', args: { 'node-name': args['node-name'] } } };
      case '-netdev':
        return { command: 'netdev_add', args, undo: { command: 'netdev_del', args: { id: args['id'] } } };
      case '-device':
        return { command: 'device_add', args, undo: { command: 'device_del', args: { id: args['id'] } } };
      default:
        throw unsupported(`this QEMU cannot be given '${option}' while it runs`);
    }
  });
}

/** `socket,id=charchannel1,path=/x,server=on,wait=off` as `chardev-add` takes it. */
function chardevStep(value: string): QmpStep {
  const [type = '', ...rest] = value.split(/(?<!,),(?!,)/);
  const options = new Map(rest.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1).replaceAll(',,', ',')]));
  const id = options.get('id') ?? '';
  const path = options.get('path') ?? '';
  const undo = { command: 'chardev-remove', args: { id } };
  const step = (backend: JsonObject): QmpStep => ({ command: 'chardev-add', args: { id, backend }, undo });
  switch (type) {
    case 'pty':
    case 'null':
      return step({ type, data: {} });
    case 'file':
      return step({ type, data: { out: path, append: options.get('append') === 'on' } });
    case 'socket': {
      if (path === '') break;
      const server = options.get('server') === 'on';
      const wait = server ? { wait: options.get('wait') === 'on' } : {};
      return step({ type, data: { addr: { type: 'unix', data: { path } }, server, ...wait } });
    }
    default:
  }
  throw unsupported(`a character device of type '${type}' cannot be added to a running domain yet`);
}

/** Does all steps; when one fails those before it are undone, and its error is thrown. */
export async function doSteps(monitor: QmpExecutor, steps: readonly QmpStep[], signal?: AbortSignal): Promise<void> {
  const done: QmpStep[] = [];
  try {
    for (const step of steps) {
      signal?.throwIfAborted();
      await monitor.execute(step.command, step.args);
      done.push(step);
    }
  } catch (error) {
    await undoSteps(monitor, done);
    throw error;
  }
}

/** Takes steps back, the last one first. What QEMU refuses then stays. */
export async function undoSteps(monitor: QmpExecutor, steps: readonly QmpStep[]): Promise<void> {
  for (const { undo } of [...steps].reverse()) await monitor.execute(undo.command, undo.args).catch(() => undefined);
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
