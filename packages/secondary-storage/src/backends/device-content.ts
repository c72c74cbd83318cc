import { storageError } from '../errors.ts';
import { askTool, type Machine } from '../machine.ts';

/** What lies on a device: a file system, a volume of another tool, or a partition table. */
interface DeviceContent {
  /** Such as `ext4`, `LVM2_member`. */
  readonly type?: string;
  /** Such as `gpt`, `dos`. */
  readonly partitionTable?: string;
}

/** Looks for anything known on a device. */
export async function contentOf(machine: Machine, device: string): Promise<DeviceContent> {
  const { status, stdout } = await askTool(machine, 'blkid', ['-p', '-o', 'export', '--', device]);
  // 2: nothing that is known; 8: several, which contradict each other.
  if (status === 8) return { type: 'several formats' };
  if (status !== 0) return {};
  const values = new Map(stdout.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const type = values.get('TYPE');
  const partitionTable = values.get('PTTYPE');
  return { ...(type !== undefined && { type }), ...(partitionTable !== undefined && { partitionTable }) };
}

/** Refuses to write over what is there. `format`: what blkid calls what is to be written. */
export async function requireEmpty(machine: Machine, device: string, format: string): Promise<void> {
  const { type, partitionTable } = await contentOf(machine, device);
  const found = type ?? partitionTable;
  if (found === undefined) return;
  if (found === format) throw built(`Device '${device}' already formatted using '${format}'`);
  throw built(`Format of device '${device}' does not match the expected format '${format}', forced overwrite is necessary`);
}

/** Refuses a device without what is expected. */
export async function requireFormat(machine: Machine, device: string, format: string): Promise<void> {
  const { type, partitionTable } = await contentOf(machine, device);
  const found = partitionTable ?? type;
  if (found === format) return;
  if (found === undefined) throw storageError('VIR_ERR_STORAGE_PROBE_FAILED', `Device '${device}' is unrecognized, requires build`);
  throw storageError('VIR_ERR_OPERATION_INVALID', `Format of device '${device}' does not match the expected format '${format}'`);
}

function built(detail: string): Error {
  return storageError('VIR_ERR_STORAGE_POOL_BUILT', detail);
}
