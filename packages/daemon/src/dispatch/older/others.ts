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
import type { Served } from '../serve.ts';
import { older } from './older.ts';

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
  older('virConnectNumOfNetworks', network.connectNumOfNetworks, async (c, _, call) => count(await c.network.connectListAllNetworks(activeNetworks, call))),
  older('virConnectListNetworks', network.connectListNetworks, async (c, { maxnames }, call) =>
    names(await c.network.connectListAllNetworks(activeNetworks, call), maxnames),
  ),
  older('virConnectNumOfDefinedNetworks', network.connectNumOfDefinedNetworks, async (c, _, call) =>
    count(await c.network.connectListAllNetworks(inactiveNetworks, call)),
  ),
  older('virConnectListDefinedNetworks', network.connectListDefinedNetworks, async (c, { maxnames }, call) =>
    names(await c.network.connectListAllNetworks(inactiveNetworks, call), maxnames),
  ),
  older('virNetworkCreateXML', network.networkCreateXml, async (c, { xml }, call) => ({ net: await c.network.networkCreateXMLFlags(xml, 0, call) })),
  older('virNetworkDefineXML', network.networkDefineXml, async (c, { xml }, call) => ({ net: await c.network.networkDefineXMLFlags(xml, 0, call) })),
  older('virConnectNumOfStoragePools', storage.connectNumOfStoragePools, async (c, _, call) =>
    count(await c.storage.connectListAllStoragePools(activePools, call)),
  ),
  older('virConnectListStoragePools', storage.connectListStoragePools, async (c, { maxnames }, call) =>
    names(await c.storage.connectListAllStoragePools(activePools, call), maxnames),
  ),
  older('virConnectNumOfDefinedStoragePools', storage.connectNumOfDefinedStoragePools, async (c, _, call) =>
    count(await c.storage.connectListAllStoragePools(inactivePools, call)),
  ),
  older('virConnectListDefinedStoragePools', storage.connectListDefinedStoragePools, async (c, { maxnames }, call) =>
    names(await c.storage.connectListAllStoragePools(inactivePools, call), maxnames),
  ),
  older('virStoragePoolNumOfVolumes', storage.storagePoolNumOfVolumes, async (c, { pool }, call) =>
    count(await c.storage.storagePoolListAllVolumes(pool, 0, call)),
  ),
  older('virStoragePoolListVolumes', storage.storagePoolListVolumes, async (c, { pool, maxnames }, call) =>
    names(await c.storage.storagePoolListAllVolumes(pool, 0, call), maxnames),
  ),
  older('virStorageVolGetInfo', storage.storageVolGetInfo, (c, { vol }, call) => c.storage.storageVolGetInfoFlags(vol, 0, call)),
  older('virStorageVolWipe', storage.storageVolWipe, (c, { vol, flags }, call) =>
    c.storage.storageVolWipePattern(vol, Wipe.VIR_STORAGE_VOL_WIPE_ALG_ZERO, flags, call),
  ),
  older('virConnectNumOfInterfaces', iface.connectNumOfInterfaces, async (c, _, call) =>
    count(await c.interface.connectListAllInterfaces(activeInterfaces, call)),
  ),
  older('virConnectListInterfaces', iface.connectListInterfaces, async (c, { maxnames }, call) =>
    names(await c.interface.connectListAllInterfaces(activeInterfaces, call), maxnames),
  ),
  older('virConnectNumOfDefinedInterfaces', iface.connectNumOfDefinedInterfaces, async (c, _, call) =>
    count(await c.interface.connectListAllInterfaces(inactiveInterfaces, call)),
  ),
  older('virConnectListDefinedInterfaces', iface.connectListDefinedInterfaces, async (c, { maxnames }, call) =>
    names(await c.interface.connectListAllInterfaces(inactiveInterfaces, call), maxnames),
  ),
  older('virConnectNumOfSecrets', secret.connectNumOfSecrets, async (c, _, call) => count(await c.secret.connectListAllSecrets(0, call))),
  older('virConnectListSecrets', secret.connectListSecrets, async (c, { maxuuids }, call) => ({
    uuids: (await c.secret.connectListAllSecrets(0, call)).slice(0, maxuuids).map(({ uuid }) => uuid),
  })),
  older('virConnectNumOfNWFilters', nwfilter.connectNumOfNwfilters, async (c, _, call) => count(await c.nwfilter.connectListAllNWFilters(0, call))),
  older('virConnectListNWFilters', nwfilter.connectListNwfilters, async (c, { maxnames }, call) =>
    names(await c.nwfilter.connectListAllNWFilters(0, call), maxnames),
  ),
  older('virNWFilterDefineXML', nwfilter.nwfilterDefineXml, async (c, { xml }, call) => ({
    nwfilter: await c.nwfilter.nwfilterDefineXMLFlags(xml, 0, call),
  })),
  older('virNodeNumOfDevices', device.nodeNumOfDevices, async (c, { cap }, call) =>
    count(await c.nodeDevice.connectListAllNodeDevices(deviceCapabilityFlag(cap), call)),
  ),
  older('virNodeListDevices', device.nodeListDevices, async (c, { cap, maxnames }, call) =>
    names(await c.nodeDevice.connectListAllNodeDevices(deviceCapabilityFlag(cap), call), maxnames),
  ),
  older('virNodeDeviceNumOfCaps', device.nodeDeviceNumOfCaps, async (c, { name }, call) => count(await c.nodeDevice.nodeDeviceListCaps({ name }, call))),
  older('virNodeDeviceDettach', device.nodeDeviceDettach, (c, { name }, call) => c.hypervisor.nodeDeviceDetachFlags({ name }, undefined, 0, call)),
];
