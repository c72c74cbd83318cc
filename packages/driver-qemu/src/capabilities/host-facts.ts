import type { Host } from '@virtweave/core-util';

/** What the capabilities of an emulator depend on besides the emulator. */
export interface HostFacts {
  /** `uname -r`. */
  readonly kernelRelease: string;
  /** Can KVM run guests here? Not asked of `/dev/kvm`, which also opens where the CPU cannot do it. */
  readonly kvm: boolean;
  /** Vendor, family, model, stepping and name of the first CPU. */
  readonly cpuSignature: string;
  readonly microcode: number;
}

/** Reads them from /proc. `/dev/kvm` is not opened. */
export async function readHostFacts(host: Host): Promise<HostFacts> {
  const [release, cpuinfo, device] = await Promise.all([
    host.readFile('/proc/sys/kernel/osrelease', { maxBytes: 4096 }),
    // The first CPU is enough; with hundreds of them the whole file takes the kernel a while.
    host.readFile('/proc/cpuinfo', { offset: 0, length: 16 * 1024 }),
    host.stat('/dev/kvm'),
  ]);
  const cpu = firstCpu(cpuinfo.toString('utf8'));
  const flags = cpu.get('flags');
  // Only PCs say in their flags whether they virtualize.
  const virtualizes = flags === undefined || /\b(?:vmx|svm)\b/.test(flags);
  const signature = ['vendor_id', 'cpu family', 'model', 'stepping', 'model name'];
  return {
    kernelRelease: release.toString('utf8').trim(),
    kvm: device?.type === 'character' && virtualizes,
    cpuSignature: signature.map((name) => cpu.get(name) ?? '').join('/'),
    microcode: Number(cpu.get('microcode') ?? 0) || 0,
  };
}

function firstCpu(cpuinfo: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of (cpuinfo.split(/\n\s*\n/, 1)[0] ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return fields;
}
