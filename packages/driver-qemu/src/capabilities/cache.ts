import { VirtError, getLogger, isVirtError, type Host, type Logger } from '@virtweave/core-util';
import { cacheFileName, formatCacheFile, parseCacheFile, type CacheKey } from './cache-file.ts';
import type { QemuCapabilities } from './capabilities.ts';
import { startForProbing, type ProbeProcess } from './emulator-process.ts';
import { readHostFacts, type HostFacts } from './host-facts.ts';
import { probeQemu } from './probe.ts';

export interface CapabilitiesCacheOptions {
  readonly host: Host;
  /** Where answers are kept between runs. */
  readonly folder: string;
  /** A folder for sockets of emulators that are being asked; made with mode 0700. */
  readonly runFolder: string;
  /** Version of the program, part of the key. */
  readonly version: string;
}

interface Known {
  readonly key: CacheKey;
  readonly caps: Promise<QemuCapabilities>;
}

const log: Logger = getLogger('qemu.qemu_capabilities');

/**
 * The capabilities of emulators: asked once, then remembered in this process and in a file, for as long as emulator,
 * kernel, CPU and this program stay the same.
 *
 * @example
 * ```ts
 * const cache = new QemuCapabilitiesCache({ host, folder: '/var/cache/virtweave/qemu/capabilities', ... });
 * const caps = await cache.lookup('/usr/bin/qemu-system-x86_64');
 * ```
 */
export class QemuCapabilitiesCache {
  readonly #options: CapabilitiesCacheOptions;
  readonly #known = new Map<string, Known>();
  #facts: Promise<HostFacts> | undefined;
  #probes = 0;

  constructor(options: CapabilitiesCacheOptions) {
    this.#options = options;
  }

  /** What the answers depend on besides the emulators. Read once: it does not change while the machine runs. */
  async hostFacts(): Promise<HostFacts> {
    this.#facts ??= readHostFacts(this.#options.host);
    try {
      return await this.#facts;
    } catch (error) {
      this.#facts = undefined;
      throw error;
    }
  }

  /**
   * The capabilities of an emulator.
   *
   * @throws VirtError `VIR_ERR_SYSTEM_ERROR` when there is no such program, `VIR_ERR_INTERNAL_ERROR` when it does not
   * start, `VIR_ERR_CONFIG_UNSUPPORTED` when it is too old
   */
  async lookup(emulator: string): Promise<QemuCapabilities> {
    const key = await this.#key(emulator);
    const known = this.#known.get(emulator);
    if (known !== undefined && sameKey(known.key, key)) return known.caps;
    // Calls that come meanwhile wait for the same answer; a failure is not remembered.
    const caps = this.#load(emulator, key);
    const entry = { key, caps };
    this.#known.set(emulator, entry);
    caps.catch(() => {
      if (this.#known.get(emulator) === entry) this.#known.delete(emulator);
    });
    return caps;
  }

  async #key(emulator: string): Promise<CacheKey> {
    const { host, version } = this.#options;
    const [stat, facts] = await Promise.all([host.stat(emulator), this.hostFacts()]);
    if (stat === undefined) throw unusable(`Cannot check QEMU binary ${emulator}: No such file or directory`, 2);
    if (stat.type !== 'file' || (stat.mode & 0o111) === 0) {
      throw unusable(`QEMU binary ${emulator} is not executable: Permission denied`, 13);
    }
    const realPath = await host.realPath(emulator);
    return { realPath, ctime: stat.ctime, size: stat.size, version, ...facts };
  }

  async #load(emulator: string, key: CacheKey): Promise<QemuCapabilities> {
    const { host, folder } = this.#options;
    const path = `${folder}/${cacheFileName(`${emulator}\n${key.realPath}`)}`;
    const cached = await this.#read(path, key);
    if (cached !== undefined) return cached;
    const caps = await this.#probe(emulator, key);
    try {
      await host.makeFolder(folder, { mode: 0o700 });
      // Losing it to a power cut costs a probe, not data.
      await host.writeFile(path, formatCacheFile(key, caps), { durable: false });
    } catch (error) {
      if (!isVirtError(error)) throw error;
      log.warning(`cannot keep the capabilities of ${emulator}: ${error.message}`);
    }
    return caps;
  }

  async #read(path: string, key: CacheKey): Promise<QemuCapabilities | undefined> {
    const { host } = this.#options;
    try {
      if ((await host.stat(path)) === undefined) return undefined;
      return parseCacheFile((await host.readFile(path)).toString('utf8'), key);
    } catch (error) {
      // Whatever is wrong with it, asking the emulator again puts it right.
      log.warning(
        `cannot use the capability cache '${path}': ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  }

  async #probe(emulator: string, key: CacheKey): Promise<QemuCapabilities> {
    const { host, runFolder } = this.#options;
    await host.makeFolder(runFolder, { mode: 0o700 });
    const processes: ProbeProcess[] = [];
    const start = performance.now();
    try {
      const caps = await probeQemu({
        emulator,
        open: async (accelerator) => {
          const name = `capabilities-${process.pid}-${++this.#probes}`;
          const hardware = accelerator === 'fastest' && key.kvm ? 'kvm:tcg' : 'tcg';
          const started = await startForProbing(host, emulator, { folder: runFolder, name, accelerator: hardware });
          processes.push(started);
          return started.monitor;
        },
        host: {
          emulatorCtime: Math.floor(key.ctime),
          microcodeVersion: key.microcode,
          hostCpuSignature: key.cpuSignature,
          kernelVersion: key.kernelRelease,
        },
      });
      log.info(`probed ${emulator} in ${Math.round(performance.now() - start)} ms`);
      return caps;
    } finally {
      await Promise.all(processes.map((started) => started.close()));
    }
  }
}

function sameKey(a: CacheKey, b: CacheKey): boolean {
  return (Object.keys(a) as (keyof CacheKey)[]).every((name) => a[name] === b[name]);
}

function unusable(detail: string, errno: number): VirtError {
  return new VirtError('VIR_ERR_SYSTEM_ERROR', detail, { domain: 'VIR_FROM_QEMU', int1: errno });
}
