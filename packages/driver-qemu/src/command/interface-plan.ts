import type { Interface } from '@virtweave/core-conf';

/** What has to be opened for an interface before QEMU starts. */
export interface InterfacePlan {
  /** Descriptors of the tap device, one per queue; 0: it has none. */
  readonly tapQueues: number;
  /** Descriptors of vhost-net, which moves packets inside the kernel. */
  readonly vhostQueues: number;
}

/**
 * How an interface is connected to the host.
 *
 * @param actual what a `network` interface turned out to be
 */
export function planInterface(device: Interface, actual: Interface = device): InterfacePlan {
  const tap = ['network', 'bridge', 'ethernet', 'direct'].includes(actual.source.type);
  if (!tap) return { tapQueues: 0, vhostQueues: 0 };
  const virtio = device.model?.startsWith('virtio') === true;
  const queues = virtio ? Math.max(device.driver?.queues ?? 1, 1) : 1;
  const vhost = virtio && device.driver?.name !== 'qemu';
  return { tapQueues: queues, vhostQueues: vhost ? queues : 0 };
}
