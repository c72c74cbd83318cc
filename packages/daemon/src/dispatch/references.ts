// References whose fields the wire calls otherwise. All others come over it as they are.
import type { DomainCheckpointRef, DomainSnapshotRef, NWFilterBindingRef, NetworkPortRef, SecretRef } from '@virtweave/core-api';
import type { DomainCheckpoint, DomainSnapshot } from '@virtweave/core-rpc/protocol/domain-snapshot';
import type { NetworkPort } from '@virtweave/core-rpc/protocol/network';
import type { NwfilterBinding } from '@virtweave/core-rpc/protocol/nwfilter';
import type { Secret } from '@virtweave/core-rpc/protocol/types';

export const portToWire = ({ uuid, network }: NetworkPortRef): NetworkPort => ({ net: network, uuid });
export const portFromWire = ({ uuid, net }: NetworkPort): NetworkPortRef => ({ uuid, network: net });

export const secretToWire = ({ uuid, usageType, usageId }: SecretRef): Secret => ({ uuid, usageType, usageID: usageId });
export const secretFromWire = ({ uuid, usageType, usageID }: Secret): SecretRef => ({ uuid, usageType, usageId: usageID });

export const bindingToWire = ({ portDevice, filterName }: NWFilterBindingRef): NwfilterBinding => ({
  portdev: portDevice,
  filtername: filterName,
});
export const bindingFromWire = ({ portdev, filtername }: NwfilterBinding): NWFilterBindingRef => ({
  portDevice: portdev,
  filterName: filtername,
});

export const snapshotToWire = ({ name, domain }: DomainSnapshotRef): DomainSnapshot => ({ name, dom: domain });
export const snapshotFromWire = ({ name, dom }: DomainSnapshot): DomainSnapshotRef => ({ name, domain: dom });

export const checkpointToWire = ({ name, domain }: DomainCheckpointRef): DomainCheckpoint => ({ name, dom: domain });
export const checkpointFromWire = ({ name, dom }: DomainCheckpoint): DomainCheckpointRef => ({ name, domain: dom });
