import type { Definition } from '../documents.ts';

/** What `virDomainGetMessages` says of a running guest, in libvirt's words and order. */
export function tainting(definition: Definition): readonly string[] {
  const { disks, interfaces } = definition.devices;
  const found: string[] = [];
  if (disks.some((disk) => disk.rawio === true)) found.push('running with undesirable elevated privileges');
  if (interfaces.some((one) => one.script !== undefined))
    found.push('network configuration using opaque shell scripts');
  if (disks.some((disk) => disk.device === 'cdrom' && disk.source.type === 'block'))
    found.push('use of host cdrom passthrough');
  if (definition.os.dtb !== undefined) found.push('custom device tree blob used');
  if (deprecatedModel(definition) !== undefined) found.push('use of deprecated configuration settings');
  return found;
}

/** Messages about deprecated settings. */
export function deprecations(definition: Definition): readonly string[] {
  const model = deprecatedModel(definition);
  return model === undefined ? [] : [`CPU model ${model}`];
}

/** The one CPU model that the pretended hypervisor calls deprecated. */
function deprecatedModel(definition: Definition): string | undefined {
  const model = definition.cpu?.model?.name;
  return model === 'Deprecated-Test' ? model : undefined;
}
