import { createHash } from 'node:crypto';
import { formatJson, isJsonObject, parseJson, type Json } from '../qmp/index.ts';
import { QemuCapabilities } from './capabilities.ts';
import type { Accelerator, AcceleratorCapabilities, QemuCapabilitiesData } from './types.ts';

/** Raise it when a probe finds out more than before: caches of older programs are probed again. */
const revision = 1;

/** What must be the same for a cached answer to hold. */
export interface CacheKey {
  /** The emulator without links. */
  readonly realPath: string;
  readonly ctime: number;
  readonly size: number;
  /** Version of the program that probes. */
  readonly version: string;
  readonly kernelRelease: string;
  readonly kvm: boolean;
  readonly cpuSignature: string;
  readonly microcode: number;
}

/** Name of the cache file of an emulator. */
export function cacheFileName(realPath: string): string {
  return `${createHash('sha256').update(realPath).digest('hex')}.json`;
}

/**
 * Writes a cache file: one line with the key and a digest, one line with the capabilities. JSON and not libvirt's
 * document, since it is read at each start: 1 ms against 25 ms for the 190 kB of x86_64.
 */
export function formatCacheFile(key: CacheKey, caps: QemuCapabilities): string {
  const { data } = caps;
  const body = formatJson({
    ...data,
    flags: [...data.flags],
    accelerators: [...data.accelerators].map(([name, accelerator]) => [name, accelerator]),
  } as unknown as Json);
  return `${formatJson({ ...key, revision, digest: digest(body) })}\n${body}\n`;
}

/** Reads a cache file. Undefined when it is damaged, or when the key is another one. */
export function parseCacheFile(text: string, key: CacheKey): QemuCapabilities | undefined {
  const [head, body] = text.split('\n', 2);
  if (head === undefined || body === undefined) return undefined;
  const expected = formatJson({ ...key, revision, digest: digest(body) });
  if (head !== expected) return undefined;
  const data = parseJson(body);
  if (!isJsonObject(data)) return undefined;
  return new QemuCapabilities({
    ...(data as unknown as QemuCapabilitiesData),
    flags: new Set(data['flags'] as unknown as string[]),
    accelerators: new Map(
      (data['accelerators'] as unknown as [Accelerator, AcceleratorCapabilities][]).map(([name, part]) => [
        name,
        exact(part),
      ]),
    ),
  });
}

/** Integers are bigint in the host CPU, and JSON does not say which integer was one. */
function exact(part: AcceleratorCapabilities): AcceleratorCapabilities {
  if (part.hostCpu === undefined) return part;
  const properties = part.hostCpu.properties.map((property) =>
    typeof property.value === 'number' ? { ...property, value: BigInt(property.value) } : property,
  );
  return { ...part, hostCpu: { ...part.hostCpu, properties } };
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
