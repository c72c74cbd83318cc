import type { Domain } from '@virtweave/core-conf';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { acceleratorOf } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

/** The emulator has the guest's type, architecture and machine. */
export function validateEmulator({ type, os, devices }: Domain, capabilities: QemuCapabilities): void {
  const emulator = devices.emulator ?? capabilities.emulator;
  const does = (not: string): Error => unsupported(`Emulator '${emulator}' does not support ${not}`);
  if (os.type.type !== 'hvm') throw does(`os type '${os.type.type}'`);
  if (!(type === 'kvm' || type === 'qemu' || type === 'hvf') || !capabilities.supportsVirtType(type)) {
    throw does(`virt type '${type}'`);
  }
  const { arch, machine } = os.type;
  if (arch !== undefined && arch !== capabilities.arch && alike[arch] !== capabilities.arch) throw does(`arch '${arch}'`);
  if (machine !== undefined && capabilities.machine(machine, acceleratorOf(type)) === undefined) {
    throw does(`machine type '${machine}'`);
  }
}

/** Emulators of the wider architecture run guests of the narrower one. */
const alike: { readonly [arch: string]: string } = {
  i686: 'x86_64',
  armv7l: 'aarch64',
  armv6l: 'aarch64',
  armv7b: 'aarch64',
  ppc64le: 'ppc64',
};
