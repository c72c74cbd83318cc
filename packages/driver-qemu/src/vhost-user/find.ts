import { getLogger, isVirtError, VirtError, type Host, type Logger } from '@virtweave/core-util';
import { readDescriptorFiles, type DescriptorOptions } from '../descriptors/index.ts';
import { isJsonObject, parseJson, type Json } from '../qmp/json.ts';
import { parseVhostUserDescriptor, type VhostUserType } from './descriptor.ts';

const log: Logger = getLogger('qemu.qemu_vhost_user');

/** A program that can serve a device. */
export interface VhostUserProgram {
  readonly binary: string;
  /** What it says that it can do, such as `virgl`. */
  readonly features: readonly string[];
}

/** Milliseconds in which a program has to say what it can do. */
const PATIENCE = 10_000;

/**
 * The first of the installed programs that serves devices of a kind and can do all of this: it is asked
 * (`qemuVhostUserFillDomainGPU`, `qemuVhostUserFillDomainFS`).
 *
 * @throws VirtError `VIR_ERR_OPERATION_FAILED` when there is none
 */
export async function findVhostUserProgram(
  host: Host,
  type: VhostUserType,
  features: readonly string[],
  options: DescriptorOptions = {},
): Promise<VhostUserProgram> {
  for (const { path, text } of await readDescriptorFiles(host, 'vhost-user', options)) {
    const descriptor = parseVhostUserDescriptor(text);
    if (descriptor === undefined) log.warning(`'${path}' is no vhost-user descriptor`);
    if (descriptor?.type !== type) continue;
    const found = await askProgram(host, descriptor.binary, options.signal);
    if (found !== undefined && features.every((feature) => found.includes(feature))) return { binary: descriptor.binary, features: found };
  }
  const wanted = features.length === 0 ? '' : ` with ${features.join(' and ')}`;
  throw new VirtError(
    'VIR_ERR_OPERATION_FAILED',
    `Unable to find a satisfying vhost-user-${type}${wanted}; install one, or name it in the document`,
    { domain: 'VIR_FROM_QEMU' },
  );
}

/** Its features; undefined when it does not run, which leaves the next one. */
async function askProgram(host: Host, binary: string, signal: AbortSignal | undefined): Promise<readonly string[] | undefined> {
  try {
    const { stdout } = await host.run(binary, ['--print-capabilities'], { timeout: PATIENCE, ...(signal && { signal }) });
    return featuresOf(parseJson(stdout));
  } catch (error) {
    if (!isVirtError(error) && !(error instanceof SyntaxError)) throw error;
    log.warning(`'${binary}' does not say what it can do: ${error.message}`);
    return undefined;
  }
}

function featuresOf(json: Json): readonly string[] {
  const features = isJsonObject(json) ? json['features'] : undefined;
  return Array.isArray(features) ? features.filter((feature) => typeof feature === 'string') : [];
}
