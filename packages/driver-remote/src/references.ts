// References whose fields the wire calls otherwise. All others go over it as they are.
import type { DomainCheckpointRef, DomainSnapshotRef, NWFilterBindingRef, NetworkPortRef, SecretRef } from '@virtweave/core-api';
import type { DomainCheckpoint, DomainSnapshot } from '@virtweave/core-rpc/protocol/domain-snapshot';
import type { NetworkPort } from '@virtweave/core-rpc/protocol/network';
import type { NwfilterBinding } from '@virtweave/core-rpc/protocol/nwfilter';
import type { Secret } from '@virtweave/core-rpc/protocol/types';

export function portToWire({ uuid, network }: NetworkPortRef): NetworkPort {
  return { net: network, uuid };
}

export function portFromWire({ uuid, net }: NetworkPort): NetworkPortRef {
  return { uuid, network: net };
}

export function secretToWire({ uuid, usageType, usageId }: SecretRef): Secret {
  return { uuid, usageType, usageID: usageId };
}

export function secretFromWire({ uuid, usageType, usageID }: Secret): SecretRef {
  return { uuid, usageType, usageId: usageID };
}

export function bindingToWire({ portDevice, filterName }: NWFilterBindingRef): NwfilterBinding {
  return { portdev: portDevice, filtername: filterName };
}

export function bindingFromWire({ portdev, filtername }: NwfilterBinding): NWFilterBindingRef {
  return { portDevice: portdev, filterName: filtername };
}

export function snapshotToWire({ name, domain }: DomainSnapshotRef): DomainSnapshot {
  return { name, dom: domain };
}

export function snapshotFromWire({ name, dom }: DomainSnapshot): DomainSnapshotRef {
  return { name, domain: dom };
}

export function checkpointToWire({ name, domain }: DomainCheckpointRef): DomainCheckpoint {
  return { name, dom: domain };
}

export function checkpointFromWire({ name, dom }: DomainCheckpoint): DomainCheckpointRef {
  return { name, domain: dom };
}
