import type { Channel, ChardevSource, Domain, Parallel, Serial } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import { boardOf } from '../definition/machine.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { refuse, unsupported } from './refuse.ts';

/** What stands behind any character device (`qemuValidateDomainChrSourceDef`). */
export function validateSource(source: ChardevSource, { devices }: Domain, { has }: DefinitionContext): void {
  if (source.type === 'tcp' || source.type === 'unix') {
    const { enabled, timeout } = source.reconnect ?? {};
    if (enabled === true && timeout === 0) {
      throw refuse("chardev reconnect source timeout cannot be '0'", 'VIR_ERR_INVALID_ARG');
    }
  }
  if (source.type === 'nmdm') throw unsupported(`chardev '${source.type}' not supported in this QEMU binary`);
  if (source.type === 'qemu-vdagent' && !has('chardev.qemu-vdagent')) {
    throw unsupported(`chardev '${source.type}' not supported in this QEMU binary`);
  }
  if (source.type === 'dbus' && !has('display-dbus')) {
    throw unsupported(`chardev '${source.type}' not supported in this QEMU binary`);
  }
  if (source.type === 'spicevmc' || source.type === 'spiceport') {
    if (!has('spice')) throw unsupported(`chardev '${source.type}' not supported in this QEMU binary`);
    if (!devices.graphics.some(({ type }) => type === 'spice')) {
      throw unsupported(`chardev '${source.type}' not supported without spice graphics`);
    }
  }
}

const addressTypes: { readonly [target: string]: string } = {
  'isa-serial': 'isa',
  'isa-debug': 'isa',
  'usb-serial': 'usb',
  'pci-serial': 'pci',
  'spapr-vio-serial': 'spapr-vio',
};

const modelTargets: { readonly [model: string]: string } = {
  'isa-serial': 'isa-serial',
  'usb-serial': 'usb-serial',
  'pci-serial': 'pci-serial',
  'spapr-vty': 'spapr-vio-serial',
  pl011: 'system-serial',
  '16550a': 'system-serial',
  sclpconsole: 'sclp-serial',
  sclplmconsole: 'sclp-serial',
  'isa-debugcon': 'isa-debug',
};

/** `qemuValidateDomainChrTargetDef`. */
export function validateSerial(serial: Serial, domain: Domain, context: DefinitionContext): void {
  validateSource(serial.source, domain, context);
  const { type, model } = serial.target;
  if (type === undefined) return;
  const wanted = addressTypes[type];
  if (serial.address !== undefined) {
    if (wanted === undefined) throw unsupported(`Target type '${type}' cannot have an associated address`);
    if (serial.address.type !== wanted) throw unsupported(`Target type '${type}' requires address type '${wanted}'`);
  }
  if (model === undefined) return;
  const target = modelTargets[model];
  if (target !== undefined && target !== type) throw unsupported(`Target model '${model}' requires target type '${target}'`);
  if (!suits(model, domain)) {
    throw unsupported(
      `Serial device with target type '${type}' and target model '${model}' not compatible with guest architecture or machine type`,
    );
  }
  if (model === 'sclpconsole' && !context.has('s390-sclp')) {
    throw unsupported('sclpconsole is not supported in this QEMU binary');
  }
  if (model === 'sclplmconsole' && !context.has('sclplmconsole')) {
    throw unsupported('sclplmconsole is not supported in this QEMU binary');
  }
}

function suits(model: string, domain: Domain): boolean {
  const arch = domain.os.type.arch ?? '';
  const board = boardOf(domain);
  switch (model) {
    case 'isa-serial':
    case 'isa-debugcon':
      return !(isArm(arch) || arch.startsWith('s390') || board === 'pseries');
    case 'spapr-vty':
      return board === 'pseries';
    case 'pl011':
      return isArm(arch);
    case 'sclpconsole':
    case 'sclplmconsole':
      return arch.startsWith('s390');
    case '16550a':
      return !isX86(arch);
    default:
      return true;
  }
}

export function validateParallel(_parallel: Parallel, { os }: Domain): void {
  if (/^(s390|s390x)$/.test(os.type.arch ?? '') || os.type.arch?.startsWith('ppc') === true) {
    throw unsupported('parallel ports are not supported');
  }
}

export function validateChannel({ source, target }: Channel, domain: Domain, context: DefinitionContext): void {
  validateSource(source, domain, context);
  if (target.type === 'xen') throw unsupported("channel target type 'xen' is not supported in this QEMU binary");
  if (source.type === 'spicevmc' && target.type === 'virtio' && target.name !== undefined && target.name !== 'com.redhat.spice.0') {
    throw unsupported(`Unsupported spicevmc target name '${target.name}'`);
  }
}

/** s390: the operator's consoles. */
export function validateConsoles({ devices }: Domain, { has }: DefinitionContext): void {
  for (const { target } of devices.consoles) {
    if (target.type === 'sclp' && !has('s390-sclp')) throw unsupported('sclpconsole is not supported in this QEMU binary');
    if (target.type === 'sclplm' && !has('sclplmconsole')) {
      throw unsupported('sclplmconsole is not supported in this QEMU binary');
    }
  }
}
