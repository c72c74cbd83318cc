import type { Domain, Interface, IpAddress } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { requireSharedMemory } from './shared-memory.ts';
import { unsupported, wrong } from './refuse.ts';

const mtuTypes: ReadonlySet<string> = new Set(['network', 'bridge', 'ethernet', 'direct', 'vhostuser', 'vdpa', 'user', 'internal']);
const coalescing: ReadonlySet<string> = new Set(['network', 'bridge', 'ethernet']);

/** `qemuValidateDomainDeviceDefNetwork`. */
export function validateInterface(device: Interface, domain: Domain, { has }: DefinitionContext): void {
  const { source, model, teaming, driver = {} } = device;
  const { type } = source;
  const virtio = model?.startsWith('virtio') === true;
  if (type === 'user') validateGuestAddresses(device);
  else if (device.guestIps !== undefined || device.guestRoutes !== undefined) {
    if (type !== 'vhostuser' || device.backend?.type !== 'passt') {
      throw unsupported(
        'Invalid attempt to set network interface guest-side IP route and/or address info, not supported by QEMU',
      );
    }
  }
  if (type === 'vdpa') {
    if (!has('netdev.vhost-vdpa')) throw unsupported('vDPA devices are not supported with this QEMU binary');
    if (model !== undefined && model !== 'virtio') throw unsupported(`invalid model for interface of type '${type}': '${model}'`);
  }
  if (virtio) {
    for (const [name, size] of [['rx', driver.rxQueueSize], ['tx', driver.txQueueSize]] as const) {
      if (size !== undefined && (size & (size - 1)) !== 0) {
        throw unsupported(`${name}_queue_size has to be a power of two`);
      }
    }
    if (driver.rss === true && !has('virtio-net.rss')) {
      throw unsupported('virtio rss is not supported with this QEMU binary');
    }
    if (driver.rssHashReport === true && !has('virtio-net.rss')) {
      throw unsupported('virtio rss hash report is not supported with this QEMU binary');
    }
  }
  if (device.mtu !== undefined && device.mtu !== 0 && !mtuTypes.has(type)) {
    throw unsupported(`setting MTU on interface type ${type} is not supported yet`);
  }
  if (teaming?.type === 'persistent' && model !== 'virtio') {
    throw unsupported(`virtio-net teaming persistent interface must be <model type='virtio'/>, not '${model ?? '<null>'}'`);
  }
  if (teaming?.type === 'transient' && type !== 'hostdev' && type !== 'network') {
    throw unsupported(`virtio-net teaming transient interface must be type='hostdev', not '${type}'`);
  }
  if (device.coalesce !== undefined && !coalescing.has(type)) {
    throw unsupported(`coalesce settings on interface type ${type} are not supported`);
  }
  if (type === 'vhostuser') requireSharedMemory(domain, 'interface');
}

/** The emulated network has one address of each family, of sizes that its server can give. */
function validateGuestAddresses({ guestIps = [], guestRoutes, backend }: Interface): void {
  if (guestRoutes !== undefined) {
    throw unsupported('Invalid attempt to set network interface guest-side IP route, not supported by QEMU');
  }
  let v4 = false;
  let v6 = false;
  for (const ip of guestIps) {
    if (ip.peer !== undefined) throw unsupported('Invalid attempt to set peer IP for guest');
    if (isV6(ip)) {
      if (v6) throw unsupported('Only one IPv6 address per interface is allowed');
      v6 = true;
      if (backend?.type !== 'passt' && ip.prefix !== undefined && ip.prefix !== 64 && ip.prefix !== 0) {
        throw unsupported(`unsupported IPv6 address prefix='${ip.prefix}' - must be 64`);
      }
    } else {
      if (v4) throw unsupported('Only one IPv4 address per interface is allowed');
      v4 = true;
      if (ip.prefix !== undefined && ip.prefix > 0 && (ip.prefix < 4 || ip.prefix > 27) && backend?.type !== 'passt') {
        throw wrong('invalid prefix, must be in range of 4-27');
      }
    }
  }
}

const isV6 = ({ address, family }: IpAddress): boolean => family === 'ipv6' || address.includes(':');

/** Checks that wait for the start, when it is known what an interface of a network gets (`qemuDomainValidateActualNetDef`). */
export function validateActualInterface(device: Interface, actual: Interface): void {
  const { type } = actual.source;
  const mac = device.mac?.address ?? '';
  if ((device.driver?.queues ?? 0) > 1 && !multiqueue.has(type)) {
    throw unsupported(`interface ${mac} - multiqueue is not supported for network interfaces of type ${type}`);
  }
  if (device.filterref !== undefined && !filtered.has(type)) {
    throw unsupported(`interface ${mac} - filterref is not supported for network interfaces of type ${type}`);
  }
  if (device.backend?.tap !== undefined && !tapped.has(type)) {
    throw unsupported(`interface ${mac} - custom tap device path is not supported for network interfaces of type ${type}`);
  }
  if (device.teaming?.type === 'transient' && type !== 'hostdev') {
    throw unsupported(`interface ${mac} - teaming transient device must be type='hostdev', not '${type}'`);
  }
}

const multiqueue: ReadonlySet<string> = new Set(['network', 'bridge', 'ethernet', 'direct', 'vhostuser', 'vdpa']);
const filtered: ReadonlySet<string> = new Set(['network', 'bridge', 'ethernet']);
const tapped: ReadonlySet<string> = new Set(['network', 'bridge', 'ethernet', 'direct']);
