import type { Domain } from '@virtweave/core-conf';
import { acceleratorOf } from './accelerator.ts';
import { isLoongArch, isPpc64, isRiscv, isX86, type CommandBuilder } from './builder.ts';
import { onOff } from './json.ts';
import { defaultAudio } from './graphics.ts';
import { firmwareNodes } from './firmware.ts';

/** `-machine`. */
export function machine(build: CommandBuilder): void {
  const { domain, caps, context } = build;
  const { features = {} } = domain;
  const name = domain.os.type.machine ?? '';
  const known = caps.machine(name, acceleratorOf(domain));
  const parts = [name, 'usb=off'];
  const set = (key: string, value: string | undefined): void => {
    if (value !== undefined) parts.push(`${key}=${value}`);
  };

  set('vmport', onOff(features.vmport));
  if (features.smm !== undefined) set('smm', onOff(features.smm.state ?? true));
  if (features.ps2 !== undefined) {
    if (!build.has('machine-i8042-opt')) build.unsupported(`ps2 feature state cannot be controlled in this QEMU`);
    set('i8042', onOff(features.ps2));
  }
  for (const cipher of domain.keywrap ?? []) set(`${cipher.name}-key-wrap`, onOff(cipher.state));
  for (const [key, value] of featureOptions(domain)) set(key, value);
  set('dump-guest-core', onOff(domain.memory.dumpCore ?? context.config.dumpGuestCore));
  if (domain.memoryBacking?.nosharepages === true) set('mem-merge', 'off');
  if (domain.devices.memories.some((memory) => memory.model === 'nvdimm')) set('nvdimm', 'on');
  let epc = 0;
  for (const [i, memory] of domain.devices.memories.entries()) {
    if (memory.model !== 'sgx-epc') continue;
    set(`sgx-epc.${epc}.memdev`, `mem${memory.alias ?? `epc${i}`}`);
    set(`sgx-epc.${epc}.node`, String(memory.target.node ?? 0));
    epc += 1;
  }
  if (hasHmat(domain)) set('hmat', 'on');
  const ram = known?.defaultRamId;
  if (ram !== undefined && (domain.cpu?.numa?.cells ?? []).length === 0) {
    set('memory-backend', ram);
  }
  const loadparm = bootLoadparm(domain);
  if (loadparm !== undefined && !build.has('virtio-ccw.loadparm')) set('loadparm', loadparm.toUpperCase());
  set('max-cpu-compat', maxCpuCompat(domain));
  const speaker = domain.devices.sounds.find((sound) => sound.model === 'pcspk');
  const backend = speaker?.audio?.id ?? defaultAudio(build);
  if (speaker !== undefined && backend !== undefined) set('pcspk-audiodev', `audio${backend}`);
  if (domain.launchSecurity !== undefined) set('confidential-guest-support', 'lsec0');
  const firmware = firmwareNodes(build);
  set('pflash0', firmware.loader);
  set('pflash1', firmware.nvram);
  const hpet = domain.clock.timers?.find((timer) => timer.name === 'hpet');
  if (hpet?.present !== undefined && build.has('machine-hpet')) set('hpet', onOff(hpet.present));
  if (known?.acpi === true) set('acpi', onOff(features.acpi === true));
  else if (features.acpi === true && known?.acpi === false) {
    build.unsupported(`machine type '${name}' does not support ACPI`);
  }
  build.add('-machine', parts.join(','));
}

function* featureOptions(domain: Domain): Iterable<readonly [string, string | undefined]> {
  const { features = {} } = domain;
  const machineName = domain.os.type.machine ?? '';
  if (features.gic !== undefined && isVirtArm(domain)) {
    if (features.gic.version !== undefined) yield ['gic-version', features.gic.version];
  }
  if (features.ioapic !== undefined) yield ['kernel_irqchip', features.ioapic === 'qemu' ? 'split' : 'on'];
  if (features.hpt !== undefined) {
    yield ['resize-hpt', features.hpt.resizing];
    if (features.hpt.maxpagesize !== undefined) yield ['cap-hpt-max-page-size', `${features.hpt.maxpagesize}k`];
  }
  yield ['cap-htm', onOff(features.htm)];
  yield ['cap-nested-hv', onOff(features.nestedHv)];
  yield ['cap-ccf-assist', onOff(features.ccfAssist)];
  yield ['cap-cfpc', features.cfpc];
  yield ['cap-sbbc', features.sbbc];
  yield ['cap-ibs', features.ibs];
  yield ['ras', onOff(features.ras)];
  if (domain.devices.iommu?.model === 'smmuv3' && machineName.startsWith('virt')) yield ['iommu', 'smmuv3'];
  yield ['aia', features.aia];
}

const isVirtArm = ({ os }: Domain): boolean =>
  (os.type.arch === 'aarch64' || os.type.arch === 'armv7l') && /^virt(-|$)/.test(os.type.machine ?? '');

export function hasHmat(domain: Domain): boolean {
  const numa = domain.cpu?.numa;
  if (numa === undefined) return false;
  const { latencies = [], bandwidths = [] } = numa.interconnects ?? {};
  return (
    latencies.length > 0 || bandwidths.length > 0 || (numa.cells ?? []).some((cell) => (cell.caches ?? []).length > 0)
  );
}

/** s390: which entry of the boot menu the firmware takes, of the device that boots first. */
function bootLoadparm({ devices }: Domain): string | undefined {
  const first = [...devices.disks, ...devices.interfaces, ...devices.hostdevs]
    .filter((device) => device.boot !== undefined)
    .sort((a, b) => (a.boot?.order ?? 0) - (b.boot?.order ?? 0))[0];
  return first?.boot?.order === 1 ? first.boot.loadparm : undefined;
}

/** POWER: a `host-model` guest runs in the compatibility mode of the named CPU. */
function maxCpuCompat({ cpu, os }: Domain): string | undefined {
  if (!isPpc64(os.type.arch) || cpu?.mode !== 'host-model') return undefined;
  return cpu.model?.name?.toLowerCase();
}

/** Does `-no-acpi` stand for the missing property of older machines? */
export function noAcpi(build: CommandBuilder): void {
  const { domain, caps } = build;
  const arch = domain.os.type.arch;
  if (domain.features?.acpi === true || isLoongArch(arch) || isRiscv(arch)) return;
  if (!isX86(arch) && !isVirtArm(domain)) return;
  const known = caps.machine(domain.os.type.machine ?? '', acceleratorOf(domain));
  if (known?.acpi === undefined) build.add('-no-acpi');
}
