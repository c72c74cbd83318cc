import type { Domain, Filesystem } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { requireSharedMemory } from './shared-memory.ts';
import { unsupported } from './refuse.ts';

/** `qemuValidateDomainDeviceDefFS`. */
export function validateFilesystem(filesystem: Filesystem, domain: Domain, { has }: DefinitionContext): void {
  const { source, driver, accessmode, multidevs, fmode, dmode, binary, boot, address } = filesystem;
  if (source.type !== 'mount') throw unsupported('only supports mount filesystem type');
  const type = driver?.type;
  if (type === 'virtiofs') {
    if (accessmode !== undefined && accessmode !== 'passthrough') {
      throw unsupported('virtiofs only supports passthrough accessmode');
    }
    if (driver?.wrpolicy !== undefined) throw unsupported('virtiofs does not support wrpolicy');
    if (filesystem.model !== undefined) throw unsupported('virtiofs does not support model');
    if (driver?.format !== undefined) throw unsupported('virtiofs does not support format');
    if (!has('vhost-user-fs')) throw unsupported('virtiofs is not supported with this QEMU binary');
    if (multidevs !== undefined && multidevs !== 'default') throw unsupported('virtiofs does not support multidevs');
    if (fmode !== undefined || dmode !== undefined) throw unsupported('virtiofs does not support fmode and dmode');
    requireSharedMemory(domain, 'virtiofs');
    if (boot !== undefined) {
      if (address !== undefined && address.type !== 'pci') {
        throw unsupported('setting virtiofs boot order is supported only with PCI bus');
      }
      if (!has('vhost-user-fs.bootindex')) {
        throw unsupported('setting virtiofs boot order is not supported with this QEMU binary');
      }
    }
    return;
  }
  if (type !== undefined && type !== 'path' && type !== 'handle') throw unsupported('Filesystem driver type not supported');
  if (binary?.sandbox !== undefined) throw unsupported('sandbox can only be used with driver=virtiofs');
  if (multidevs !== undefined && multidevs !== 'default' && !has('fsdev.multidevs')) {
    throw unsupported('multidevs is not supported with this QEMU binary');
  }
  if ((fmode !== undefined || dmode !== undefined) && accessmode !== 'mapped') {
    throw unsupported('fmode and dmode must be used with accessmode=mapped');
  }
}
