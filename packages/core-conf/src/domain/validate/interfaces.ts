import type { Interface } from '../devices/interface.ts';
import { refuse, unsupported } from './refuse.ts';

/** `virDomainNetDefValidate`. */
export function validateInterface(device: Interface): void {
  const { source, target, teaming, backend, model, virtualPort } = device;
  const { type } = source;
  const hostSide = ('hostIps' in source && source.hostIps !== undefined) || ('hostRoutes' in source && source.hostRoutes !== undefined);
  if (hostSide && type !== 'ethernet') {
    throw unsupported(
      `Invalid attempt to set network interface host-side IP route and/or address info on interface of type '${type}'. This is only supported on interfaces of type 'ethernet'`,
    );
  }
  if (target?.managed === false && type !== 'ethernet') {
    throw unsupported(`unmanaged target dev is not supported on interfaces of type '${type}'`);
  }
  if (teaming?.type === 'transient' && teaming.persistent === undefined) {
    throw refuse("teaming persistent attribute must be set if teaming type is 'transient'");
  }
  if (teaming !== undefined && teaming.type !== 'transient' && teaming.persistent !== undefined) {
    throw refuse(`teaming persistent attribute not allowed if teaming type is '${teaming.type}'`);
  }
  validatePortForwards(device);
  if (backend?.type === 'passt') {
    if (type !== 'user' && type !== 'vhostuser') {
      throw unsupported("The 'passt' backend can only be used with interface type='user' or type='vhostuser'");
    }
  }
  if (type === 'vhostuser') {
    if (model === undefined || !model.startsWith('virtio')) {
      throw refuse(
        "Wrong or no <model> 'type' attribute specified with <interface type='vhostuser'/>. vhostuser requires the virtio-net* frontend",
        'VIR_ERR_CONFIG_UNSUPPORTED',
      );
    }
    if (source.mode === 'server' && source.reconnect?.enabled !== undefined) {
      throw unsupported("'reconnect' attribute unsupported 'server' mode for <interface type='vhostuser'>");
    }
  }
  const mac = device.mac?.address ?? '';
  if (device.port?.isolated === true) {
    if (type !== 'network' && type !== 'bridge') {
      throw unsupported(
        `interface ${mac} - <port isolated='yes'/> is not supported for network interfaces with type='${type}'`,
      );
    }
    if (virtualPort?.type !== undefined && type === 'bridge') {
      throw unsupported(
        `interface ${mac} - <port isolated='yes'/> is not supported for network interfaces with virtualport type='${virtualPort.type}'`,
      );
    }
  }
}

/** Only passt carries ports of the host into the guest. */
function validatePortForwards({ portForwards, source, backend }: Interface): void {
  if (portForwards === undefined || portForwards.length === 0) return;
  if (backend?.type !== 'passt' || (source.type !== 'user' && source.type !== 'vhostuser')) {
    throw unsupported(
      "The <portForward> element can only be used with the 'passt' backend of interface type='user' or type='vhostuser'",
    );
  }
  for (const { ranges = [] } of portForwards) {
    for (const range of ranges) {
      if ((range.start ?? 0) === 0 && ((range.end ?? 0) !== 0 || (range.to ?? 0) !== 0 || range.exclude !== undefined)) {
        throw refuse(
          "The 'range' of a 'portForward' requires 'start' attribute if 'end', 'to', or 'exclude' is specified",
        );
      }
    }
  }
}
