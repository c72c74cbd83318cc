// libvirt's older functions beside those on domains, each as the newest form that does the same.
import * as iface from '@virtweave/core-rpc/protocol/interface';
import * as network from '@virtweave/core-rpc/protocol/network';
import * as device from '@virtweave/core-rpc/protocol/node-device';
import * as nwfilter from '@virtweave/core-rpc/protocol/nwfilter';
import * as secret from '@virtweave/core-rpc/protocol/secret';
import * as storage from '@virtweave/core-rpc/protocol/storage';
import {
  ConnectListAllInterfacesFlags as Interfaces,
  ConnectListAllNetworksFlags as Networks,
  ConnectListAllStoragePoolsFlags as Pools,
  StorageVolWipeAlgorithm as Wipe,
} from '@virtweave/core-api/constants';
import { deviceCapabilityFlag } from '../device-capability.ts';
import { serve, type Served } from '../serve.ts';

const names = (list: readonly { readonly name: string }[], most: number): { names: string[] } => ({
  names: list.slice(0, most).map(({ name }) => name),
});
const count = (list: readonly unknown[]): { num: number } => ({ num: list.length });

const activeNetworks = Networks.VIR_CONNECT_LIST_NETWORKS_ACTIVE;
const inactiveNetworks = Networks.VIR_CONNECT_LIST_NETWORKS_INACTIVE;
const activePools = Pools.VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE;
const inactivePools = Pools.VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE;
const activeInterfaces = Interfaces.VIR_CONNECT_LIST_INTERFACES_ACTIVE;
const inactiveInterfaces = Interfaces.VIR_CONNECT_LIST_INTERFACES_INACTIVE;

export const olderOthers: readonly Served[] = [
  serve(network.connectNumOfNetworks, async (c, _, call) => count(await c.network.connectListAllNetworks(activeNetworks, call))),
  serve(network.connectListNetworks, async (c, { maxnames }, call) =>
    names(await c.network.connectListAllNetworks(activeNetworks, call), maxnames),
  ),
  serve(network.connectNumOfDefinedNetworks, async (c, _, call) =>
    count(await c.network.connectListAllNetworks(inactiveNetworks, call)),
  ),
  serve(network.connectListDefinedNetworks, async (c, { maxnames }, call) =>
    names(await c.network.connectListAllNetworks(inactiveNetworks, call), maxnames),
  ),
  serve(network.networkCreateXml, async (c, { xml }, call) => ({ net: await c.network.networkCreateXMLFlags(xml, 0, call) })),
  serve(network.networkDefineXml, async (c, { xml }, call) => ({ net: await c.network.networkDefineXMLFlags(xml, 0, call) })),
  serve(storage.connectNumOfStoragePools, async (c, _, call) =>
    count(await c.storage.connectListAllStoragePools(activePools, call)),
  ),
  serve(storage.connectListStoragePools, async (c, { maxnames }, call) =>
    names(await c.storage.connectListAllStoragePools(activePools, call), maxnames),
  ),
  serve(storage.connectNumOfDefinedStoragePools, async (c, _, call) =>
    count(await c.storage.connectListAllStoragePools(inactivePools, call)),
  ),
  serve(storage.connectListDefinedStoragePools, async (c, { maxnames }, call) =>
    names(await c.storage.connectListAllStoragePools(inactivePools, call), maxnames),
  ),
  serve(storage.storagePoolNumOfVolumes, async (c, { pool }, call) =>
    count(await c.storage.storagePoolListAllVolumes(pool, 0, call)),
  ),
  serve(storage.storagePoolListVolumes, async (c, { pool, maxnames }, call) =>
    names(await c.storage.storagePoolListAllVolumes(pool, 0, call), maxnames),
  ),
  serve(storage.storageVolGetInfo, (c, { vol }, call) => c.storage.storageVolGetInfoFlags(vol, 0, call)),
  serve(storage.storageVolWipe, (c, { vol, flags }, call) =>
    c.storage.storageVolWipePattern(vol, Wipe.VIR_STORAGE_VOL_WIPE_ALG_ZERO, flags, call),
  ),
  serve(iface.connectNumOfInterfaces, async (c, _, call) =>
    count(await c.interface.connectListAllInterfaces(activeInterfaces, call)),
  ),
  serve(iface.connectListInterfaces, async (c, { maxnames }, call) =>
    names(await c.interface.connectListAllInterfaces(activeInterfaces, call), maxnames),
  ),
  serve(iface.connectNumOfDefinedInterfaces, async (c, _, call) =>
    count(await c.interface.connectListAllInterfaces(inactiveInterfaces, call)),
  ),
  serve(iface.connectListDefinedInterfaces, async (c, { maxnames }, call) =>
    names(await c.interface.connectListAllInterfaces(inactiveInterfaces, call), maxnames),
  ),
  serve(secret.connectNumOfSecrets, async (c, _, call) => count(await c.secret.connectListAllSecrets(0, call))),
  serve(secret.connectListSecrets, async (c, { maxuuids }, call) => ({
    uuids: (await c.secret.connectListAllSecrets(0, call)).slice(0, maxuuids).map(({ uuid }) => uuid),
  })),
  serve(nwfilter.connectNumOfNwfilters, async (c, _, call) => count(await c.nwfilter.connectListAllNWFilters(0, call))),
  serve(nwfilter.connectListNwfilters, async (c, { maxnames }, call) =>
    names(await c.nwfilter.connectListAllNWFilters(0, call), maxnames),
  ),
  serve(nwfilter.nwfilterDefineXml, async (c, { xml }, call) => ({
    nwfilter: await c.nwfilter.nwfilterDefineXMLFlags(xml, 0, call),
  })),
  serve(device.nodeNumOfDevices, async (c, { cap }, call) =>
    count(await c.nodeDevice.connectListAllNodeDevices(deviceCapabilityFlag(cap), call)),
  ),
  serve(device.nodeListDevices, async (c, { cap, maxnames }, call) =>
    names(await c.nodeDevice.connectListAllNodeDevices(deviceCapabilityFlag(cap), call), maxnames),
  ),
  serve(device.nodeDeviceNumOfCaps, async (c, { name }, call) => count(await c.nodeDevice.nodeDeviceListCaps({ name }, call))),
  serve(device.nodeDeviceDettach, (c, { name }, call) => c.hypervisor.nodeDeviceDetachFlags({ name }, undefined, 0, call)),
];
