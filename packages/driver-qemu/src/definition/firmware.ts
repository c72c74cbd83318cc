import type { Domain, Loader } from '@virtweave/core-conf';
import { matchesFirmware, type FirmwareDescriptor } from '../firmware/index.ts';
import type { DefinitionContext } from './options.ts';

/** Which firmware the guest boots with, and where it keeps its variables (`qemuFirmwareFillDomain`). */
export function completeFirmware(domain: Domain, context: DefinitionContext): void {
  const { os } = domain;
  if (os.firmware === undefined && os.loader?.path === undefined) return;
  const { loader } = os;
  if (os.firmware === undefined && loader !== undefined) loader.type ??= 'rom';
  const found = select(domain, context);
  if (found !== undefined) apply(domain, found);
  else if (os.firmware === undefined) applyPair(domain, context);
  completeFormats(domain);
  completeNvramPath(domain, context);
}

function select(domain: Domain, context: DefinitionContext): FirmwareDescriptor | undefined {
  const { loader, nvram, firmware } = domain.os;
  // A kernel image of one's own settles what firmware there is, and so does one that the guest may write.
  const wanted = loader?.format ?? nvram?.format ?? nvram?.templateFormat;
  // An old definition goes on with what was the only format when it was made.
  const format = wanted ?? (context.newDefinition && firmware !== undefined ? undefined : 'raw');
  return context.firmwares?.find((one) => matchesFirmware(domain, one, format === undefined ? {} : { format }));
}

function apply(domain: Domain, firmware: FirmwareDescriptor): void {
  const { os } = domain;
  const { mapping } = firmware;
  const loader: Loader = (os.loader ??= {});
  const has = (name: string): boolean => firmware.features.has(name);
  os.firmware ??= firmware.interfaces.includes('bios') ? 'bios' : 'efi';
  let keys = true;
  if (mapping.device === 'flash') {
    loader.type = 'pflash';
    loader.readonly = true;
    loader.path = mapping.executable.filename;
    loader.format = asFormat(mapping.executable.format);
    if (mapping.mode === 'stateless') loader.stateless = true;
    if (mapping.mode === 'split') {
      const nvram = (os.nvram ??= {});
      // Variables on a server are not made from a template.
      if (nvram.source === undefined || nvram.source.type === 'file' || nvram.source.type === 'block') {
        nvram.template = mapping.nvramTemplate.filename;
        nvram.templateFormat = asFormat(mapping.nvramTemplate.format);
        nvram.format ??= nvram.templateFormat;
      } else {
        keys = false;
        nvram.format ??= asFormat(mapping.nvramTemplate.format);
      }
    }
  } else {
    loader.type = 'rom';
    loader.path = mapping.filename;
    loader.format = 'raw';
  }
  if (has('requires-smm')) {
    loader.secure = true;
    const features = (domain.features ??= {});
    features.smm = { ...features.smm, state: true };
  }
  const known = new Map((os.firmwareFeatures ?? []).map(({ name, enabled }) => [name, enabled]));
  for (const name of keys ? ['enrolled-keys', 'secure-boot'] : ['secure-boot']) known.set(name, has(name));
  os.firmwareFeatures = [...known]
    .map(([name, enabled]) => ({ enabled, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const asFormat = (format: string): 'raw' | 'qcow2' => (format === 'qcow2' ? 'qcow2' : 'raw');

/** Firmware that is in no descriptor, but in the driver's settings. */
function applyPair({ os }: Domain, { config }: DefinitionContext): void {
  const { loader } = os;
  if (loader?.type !== 'pflash' || loader.readonly !== true || loader.stateless === true) return;
  const pair = config.firmwarePairs?.find(({ code }) => code === loader.path);
  if (pair === undefined) return;
  const nvram = (os.nvram ??= {});
  if (nvram.source !== undefined && nvram.source.type !== 'file') return;
  nvram.template ??= pair.vars;
  nvram.templateFormat ??= 'raw';
}

function completeFormats({ os }: Domain): void {
  if (os.loader !== undefined) os.loader.format ??= 'raw';
  if (os.nvram !== undefined) os.nvram.format ??= os.loader?.format ?? 'raw';
}

/** A store of one's own for each guest, made from the template at the first start. */
function completeNvramPath({ name, os }: Domain, { config, newDefinition }: DefinitionContext): void {
  const { nvram } = os;
  if (nvram === undefined || nvram.path !== undefined || nvram.source !== undefined || os.loader?.path === undefined)
    return;
  const old = nvram.format === 'qcow2' ? '.qcow2' : '.fd';
  const own = /\.(?:fd|raw|qcow2)$/.exec(nvram.template ?? '')?.[0];
  nvram.path = `${config.nvramDir}/${name}_VARS${newDefinition ? (own ?? old) : old}`;
}
