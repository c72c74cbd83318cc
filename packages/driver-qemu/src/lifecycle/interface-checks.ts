import type { Interface } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { checkInterfaceName } from '@virtweave/core-util/netdev';

/** Refuses the kinds of interfaces that need somebody who is not there. */
export function refuseInterface({ source }: Interface): void {
  if (source.type === 'network') {
    throw unsupported(
      `interface of type 'network' (network '${source.network ?? ''}') needs the package @virtweave/secondary-network`,
    );
  }
  if (source.type === 'direct') throw unsupported("interfaces of type 'direct' (macvtap) are not supported yet");
}

/**
 * Refuses what a tap on a bridge, or one by itself, cannot do. Nothing is left out in silence: a guest in the wrong
 * VLAN, or without its filter, would be worse than one that does not start.
 */
export function checkTapInterface(device: Interface): void {
  const { source, target, script, downscript, backend } = device;
  const { type } = source;
  // Names with a number that is still open are checked when they have one.
  if (target?.dev !== undefined) checkInterfaceName(target.dev.replace(/%d$/, '0'));
  if (type === 'bridge') {
    if (source.bridge === undefined)
      throw new VirtError('VIR_ERR_XML_ERROR', "missing bridge name of an interface of type 'bridge'", fromQemu);
    checkInterfaceName(source.bridge);
    if (script !== undefined || downscript !== undefined)
      throw unsupported(`scripts are not supported on interfaces of type ${type}`);
    if (source.hostIps !== undefined || source.hostRoutes !== undefined) {
      throw unsupported(
        `Invalid attempt to set network interface host-side IP route and/or address info on interface of type '${type}'. ` +
          "This is only supported on interfaces of type 'ethernet'",
      );
    }
  }
  for (const path of [script, downscript]) {
    if (path !== undefined && !path.startsWith('/'))
      throw unsupported(`script '${path}' of an interface must be an absolute path`);
  }
  if (device.virtualPort !== undefined)
    throw unsupported(`<virtualport> of an interface of type '${type}' is not supported yet`);
  if (device.vlan !== undefined) {
    throw unsupported(
      `an interface of type '${type}' is requesting a vlan tag, but that is not supported for this type of connection`,
    );
  }
  if (device.bandwidth !== undefined)
    throw unsupported(`<bandwidth> of an interface of type '${type}' is not supported yet`);
  if (device.filterref !== undefined) {
    throw unsupported(
      `filter '${device.filterref.filter}' of an interface needs the package @virtweave/secondary-nwfilter`,
    );
  }
  if (backend?.tap !== undefined && backend.tap !== '/dev/net/tun')
    throw unsupported(`another device for taps than /dev/net/tun: '${backend.tap}'`);
  if (backend?.vhost !== undefined && backend.vhost !== '/dev/vhost-net') {
    throw unsupported(`another device for vhost than /dev/vhost-net: '${backend.vhost}'`);
  }
}

const fromQemu = { domain: 'VIR_FROM_QEMU' } as const;

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, fromQemu);
}
