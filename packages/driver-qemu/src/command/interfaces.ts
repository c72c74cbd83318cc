import type { Interface } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import { deviceBootIndex } from './boot-index.ts';
import type { CommandBuilder } from './builder.ts';
import { addZpci } from './controllers.ts';
import type { PreparedInterface } from './context.ts';
import { escapeComma, type Props } from './json.ts';
import { romProps } from './rom.ts';
import { virtioDriver, virtioProps } from './virtio.ts';

/** Network interfaces: what they are connected to, then the device. */
export function interfaces(build: CommandBuilder): void {
  build.devices('interface', build.domain.devices.interfaces, (device, i) => {
    if (device.source.type === 'hostdev') return;
    const prepared = build.context.resources.interface(device, i);
    const actual = prepared.actual ?? device;
    if (actual.source.type === 'hostdev') return;
    const props = netdevProps(build, device, actual, prepared);
    build.netdev({ ...props, id: `host${device.alias}` });
    if (onBoard.has(device.model ?? '')) {
      const mac = device.mac?.address ?? '';
      build.add('-net', `nic,macaddr=${mac},netdev=host${device.alias},model=${device.model},id=${device.alias}`);
      return;
    }
    addZpci(build, device);
    build.device(nicProps(build, device, actual, prepared));
  });
}

/** Models that boards without a bus for them take by the older option. */
const onBoard: ReadonlySet<string> = new Set(['lan9118', 'smc91c111']);

function netdevProps(build: CommandBuilder, device: Interface, actual: Interface, prepared: PreparedInterface): Props {
  const { source } = actual;
  switch (source.type) {
    case 'network':
    case 'bridge':
    case 'direct':
    case 'ethernet':
      return { type: 'tap', ...tapProps(build, prepared), ...vhostProps(build, prepared), sndbuf: sndbuf(device) };
    case 'client':
      return { type: 'socket', connect: `${source.address ?? ''}:${source.port ?? 0}` };
    case 'server':
      return { type: 'socket', listen: `${source.address ?? ''}:${source.port ?? 0}` };
    case 'mcast':
      return { type: 'socket', mcast: `${source.address ?? ''}:${source.port ?? 0}` };
    case 'udp':
      return {
        type: 'socket',
        udp: `${source.address ?? ''}:${source.port ?? 0}`,
        localaddr: `${source.local?.address ?? ''}:${source.local?.port ?? 0}`,
      };
    case 'user':
      return userProps(build, actual, prepared);
    case 'internal':
      return { type: 'user' };
    case 'vhostuser':
      return vhostUserProps(build, device, actual, prepared);
    case 'vdpa': {
      const fd = prepared.vdpaFd;
      const path = fd === undefined ? source.dev : build.fdset([fd], () => `${device.alias}-vdpa`);
      const queues = device.driver?.queues ?? 1;
      return { type: 'vhost-vdpa', vhostdev: path, queues: queues > 1 ? queues : undefined };
    }
    default:
      return build.unsupported(`Unsupported network type '${source.type}'`);
  }
}

const sndbuf = ({ tune }: Interface): number | bigint | undefined => tune?.sndbuf;

function tapProps(build: CommandBuilder, { tapFds = [], tapName, tapQueues = 1 }: PreparedInterface): Props {
  if (tapFds.length === 0) return { ifname: tapName, script: 'no', downscript: 'no', queues: tapQueues > 1 ? tapQueues : undefined };
  for (const fd of tapFds) build.pass(fd, 'tap');
  return tapFds.length === 1 ? { fd: String(tapFds[0]) } : { fds: tapFds.join(':') };
}

function vhostProps(build: CommandBuilder, { vhostFds = [], vhost = false }: PreparedInterface): Props {
  if (vhostFds.length === 0) return vhost ? { vhost: true } : {};
  for (const fd of vhostFds) build.pass(fd, 'vhost-net');
  return {
    vhost: true,
    ...(vhostFds.length === 1 ? { vhostfd: String(vhostFds[0]) } : { vhostfds: vhostFds.join(':') }),
  };
}

function userProps(build: CommandBuilder, { guestIps = [] }: Interface, prepared: PreparedInterface): Props {
  if (prepared.passtSocket !== undefined) {
    const reconnect = build.has('netdev-stream-reconnect-miliseconds')
      ? { 'reconnect-ms': 5000 }
      : build.has('netdev.stream.reconnect')
        ? { reconnect: 5 }
        : {};
    return { type: 'stream', addr: { type: 'unix', path: prepared.passtSocket }, server: false, ...reconnect };
  }
  const props: Record<string, Props[string]> = { type: 'user' };
  for (const { address, family, prefix } of guestIps) {
    if (family === 'ipv6' || address.includes(':')) {
      props['ipv6-prefix'] = address;
      if (prefix !== undefined && prefix !== 0) props['ipv6-prefixlen'] = prefix;
    } else props['net'] = prefix === undefined || prefix === 0 ? address : `${address}/${prefix}`;
  }
  return props;
}

function vhostUserProps(
  build: CommandBuilder,
  device: Interface,
  actual: Interface,
  prepared: PreparedInterface,
): Props {
  const { source } = actual;
  if (source.type !== 'vhostuser') return {};
  const id = `char${device.alias}`;
  const parts = ['socket', `id=${id}`];
  const milliseconds = build.has('chardev-reconnect-miliseconds');
  if (prepared.passtSocket !== undefined) {
    parts.push(`path=${escapeComma(prepared.passtSocket)}`, milliseconds ? 'reconnect-ms=5000' : 'reconnect=5');
  } else {
    parts.push(`path=${escapeComma(source.path ?? '')}`);
    if (source.mode === 'server') parts.push('server=on');
    const { reconnect } = source;
    if (reconnect?.enabled === true)
      parts.push(
        milliseconds ? `reconnect-ms=${(reconnect.timeout ?? 0) * 1000}` : `reconnect=${reconnect.timeout ?? 0}`,
      );
    else if (reconnect?.enabled === false) parts.push(milliseconds ? 'reconnect-ms=0' : 'reconnect=0');
  }
  build.add('-chardev', parts.join(','));
  const queues = device.driver?.queues ?? 1;
  return { type: 'vhost-user', chardev: id, queues: queues > 1 ? queues : undefined };
}

const isVirtioModel = (model: string): boolean =>
  model === 'virtio' || model === 'virtio-transitional' || model === 'virtio-non-transitional';

function nicProps(build: CommandBuilder, device: Interface, actual: Interface, prepared: PreparedInterface): Props {
  const { domain } = build;
  const model = device.model ?? 'rtl8139';
  const virtio = isVirtioModel(model);
  const { driver } = device;
  const queues = Math.max(
    prepared.tapFds?.length ?? prepared.tapQueues ?? 0,
    ['vhostuser', 'vdpa'].includes(actual.source.type) ? (driver?.queues ?? 0) : 0,
  );
  const many = virtio && queues > 1;
  const ccw = device.address?.type === 'ccw';
  const head: Props = virtio
    ? {
        tx: driver?.txmode === undefined ? undefined : driver.txmode === 'iothread' ? 'bh' : driver.txmode,
        ioeventfd: driver?.ioeventfd,
        event_idx: driver?.eventIdx,
        csum: driver?.host?.csum,
        gso: driver?.host?.gso,
        host_tso4: driver?.host?.tso4,
        host_tso6: driver?.host?.tso6,
        host_ecn: driver?.host?.ecn,
        host_ufo: driver?.host?.ufo,
        mrg_rxbuf: driver?.host?.mrgRxbuf,
        guest_csum: driver?.guest?.csum,
        guest_tso4: driver?.guest?.tso4,
        guest_tso6: driver?.guest?.tso6,
        guest_ecn: driver?.guest?.ecn,
        guest_ufo: driver?.guest?.ufo,
        mq: many ? true : undefined,
        vectors: many && !ccw ? 2 * queues + 2 : undefined,
        rx_queue_size: driver?.rxQueueSize,
        tx_queue_size: driver?.txQueueSize,
        rss: driver?.rss,
        hash: driver?.rssHashReport,
        host_mtu: device.mtu,
        failover: device.teaming?.type === 'persistent' ? true : undefined,
      }
    : {};
  return {
    driver: virtio ? virtioDriver('virtio-net', device, model) : model,
    ...(virtio ? virtioProps(driver) : {}),
    ...head,
    netdev: `host${device.alias}`,
    id: device.alias,
    mac: device.mac?.address,
    bootindex: deviceBootIndex(build, device),
    loadparm: virtio && ccw && build.has('virtio-ccw.loadparm') ? device.boot?.loadparm : undefined,
    ...addressProps(domain, device),
    ...romProps(device),
  };
}
