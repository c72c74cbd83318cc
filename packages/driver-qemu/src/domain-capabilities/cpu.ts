import type { CpuCapabilities, CustomCpuModel } from '@virtweave/core-conf';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { featureFromQemu } from '../cpu/feature-names.ts';
import { acceleratorOf } from '../definition/options.ts';
import type { DomainCapabilitiesFacts, QemuGuestKind } from './capabilities.ts';

/** What each mode of a guest's CPU gives (`virQEMUCapsFillDomainCPUCaps`). */
export function cpuCapabilities(capabilities: QemuCapabilities, guest: QemuGuestKind, facts: DomainCapabilitiesFacts): CpuCapabilities {
  const hardware = guest.virtType !== 'qemu';
  const passthrough = hardware && isNative(facts.hostArch, guest.arch);
  const models = customModels(capabilities, guest, facts);
  return {
    hostPassthrough: passthrough
      ? { supported: true, hostPassthroughMigratable: capabilities.hasFlag('cpu.migratable') ? ['on', 'off'] : ['off'] }
      : { supported: false },
    maximum: capabilities.hasFlag('cpu-max') ? { supported: true, maximumMigratable: ['on', 'off'] } : { supported: false },
    hostModel: hostModel(guest, facts),
    custom: models.length > 0 ? { supported: true, models } : { supported: false },
  };
}

/** Does the host run this architecture's instructions by itself (`virQEMUCapsGuestIsNative`)? */
function isNative(host: string, guest: string): boolean {
  return host === guest || (host === 'x86_64' && guest === 'i686') || (host === 'aarch64' && guest === 'armv7l');
}

function hostModel({ arch, virtType }: QemuGuestKind, { hostModel, hostArch, physicalAddressBits }: DomainCapabilitiesFacts): NonNullable<CpuCapabilities['hostModel']> {
  if (hostModel?.model === undefined || !isNative(hostArch, arch)) return { supported: false };
  const { model, vendor, maxphysaddr, features } = hostModel;
  const limit = virtType !== 'qemu' && (physicalAddressBits ?? 0) > 0 ? { mode: 'passthrough' as const, limit: physicalAddressBits as number } : undefined;
  const address = maxphysaddr ?? limit;
  return {
    supported: true,
    model,
    ...(vendor !== undefined && { vendor }),
    ...(address !== undefined && { maxphysaddr: address }),
    ...(features !== undefined && features.length > 0 && { features }),
  };
}

/** The models that can be named: those that the emulator and the database both know, by name. */
function customModels(capabilities: QemuCapabilities, { virtType, arch }: QemuGuestKind, { cpuModels }: DomainCapabilitiesFacts): CustomCpuModel[] {
  const known = cpuModels === undefined ? undefined : new Map(cpuModels.map((model) => [model.name, model]));
  const versions = new Map((cpuModels ?? []).flatMap(({ name, canonical }) => (canonical === undefined ? [] : [[canonical, name] as const])));
  const models: CustomCpuModel[] = [];
  for (const { name, usable, deprecated, blockers } of capabilities.cpuModels(acceleratorOf(virtType)) ?? []) {
    if (name === 'host' || (known !== undefined && !known.has(name))) continue;
    const canonical = versions.get(name);
    models.push({
      name,
      usable: usable === undefined ? 'unknown' : usable ? 'yes' : 'no',
      vendor: known?.get(name)?.vendor ?? mainframeVendor(arch, name) ?? 'unknown',
      ...(deprecated && { deprecated }),
      ...(canonical !== undefined && { canonical }),
      ...(blockers.length > 0 && { blockers: [...new Set(blockers.map((feature) => featureFromQemu(feature, arch)))].sort() }),
    });
  }
  return models.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Models of mainframes are in no database, but their names are IBM's. */
function mainframeVendor(arch: string, model: string): string | undefined {
  return arch === 's390x' && /^(?:z|gen\d)/.test(model) ? 'IBM' : undefined;
}
