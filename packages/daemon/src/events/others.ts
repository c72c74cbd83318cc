import type { NetworkEvent, NodeDeviceEvent, SecretEvent, StoragePoolEvent } from '@virtweave/core-api';
import * as wire from '@virtweave/core-rpc/protocol/events';
import { unsupportedEvent } from './domain.ts';
import { wireEvent, type WireEvent } from './registrations.ts';

type Kind<E extends { kind: string }, K extends E['kind']> = Extract<E, { kind: K }>;

const network = [
  wireEvent(wire.networkEventLifecycle, (callbackID, { network: net, event, detail }: Kind<NetworkEvent, 'lifecycle'>) => ({
    callbackID,
    net,
    event,
    detail,
  })),
  wireEvent(
    wire.networkEventCallbackMetadataChange,
    (callbackID, { network: net, type, nsuri }: Kind<NetworkEvent, 'metadata-change'>) => ({ callbackID, net, type, nsuri }),
  ),
];

const storagePool = [
  wireEvent(wire.storagePoolEventLifecycle, (callbackID, { pool, event, detail }: Kind<StoragePoolEvent, 'lifecycle'>) => ({
    callbackID,
    pool,
    event,
    detail,
  })),
  wireEvent(wire.storagePoolEventRefresh, (callbackID, { pool }: Kind<StoragePoolEvent, 'refresh'>) => ({ callbackID, pool })),
];

const nodeDevice = [
  wireEvent(wire.nodeDeviceEventLifecycle, (callbackID, { device, event, detail }: Kind<NodeDeviceEvent, 'lifecycle'>) => ({
    callbackID,
    dev: device,
    event,
    detail,
  })),
  wireEvent(wire.nodeDeviceEventUpdate, (callbackID, { device }: Kind<NodeDeviceEvent, 'update'>) => ({ callbackID, dev: device })),
];

const secret = [
  wireEvent(wire.secretEventLifecycle, (callbackID, { secret, event, detail }: Kind<SecretEvent, 'lifecycle'>) => ({
    callbackID,
    secret,
    event,
    detail,
  })),
  wireEvent(wire.secretEventValueChanged, (callbackID, { secret }: Kind<SecretEvent, 'value-changed'>) => ({ callbackID, secret })),
];

function find<E>(messages: readonly unknown[], eventID: number): WireEvent<E> {
  const message = messages[eventID];
  if (message === undefined) throw unsupportedEvent(eventID);
  return message as WireEvent<E>;
}

export const networkEventMessage = (eventID: number): WireEvent<NetworkEvent> => find(network, eventID);
export const storagePoolEventMessage = (eventID: number): WireEvent<StoragePoolEvent> => find(storagePool, eventID);
export const nodeDeviceEventMessage = (eventID: number): WireEvent<NodeDeviceEvent> => find(nodeDevice, eventID);
export const secretEventMessage = (eventID: number): WireEvent<SecretEvent> => find(secret, eventID);
