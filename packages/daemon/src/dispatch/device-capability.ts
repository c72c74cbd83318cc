import { ConnectListAllNodeDeviceFlags as Devices } from '@virtweave/core-api/constants';
import { VirtError } from '@virtweave/core-util/errors';

/** The flag that lists devices with a capability, for those who still name it. */
export function deviceCapabilityFlag(capability: string | undefined): number {
  if (capability === undefined) return 0;
  const flag = `VIR_CONNECT_LIST_NODE_DEVICES_CAP_${capability === 'usb_device' ? 'usb_dev' : capability}`.toUpperCase();
  const flags: Readonly<Record<string, number>> = Devices;
  if (!Object.hasOwn(flags, flag)) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `there is no node device capability '${capability}'`);
  }
  return flags[flag] as number;
}
