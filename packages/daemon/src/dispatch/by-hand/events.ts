import type { QemuMonitorEvent } from '@virtweave/core-api';
import * as wire from '@virtweave/core-rpc/protocol/events';
import {
  qemuConnectDomainMonitorEventDeregister,
  qemuConnectDomainMonitorEventRegister,
  qemuDomainMonitorEvent,
} from '@virtweave/core-rpc/protocol/qemu';
import { domainEventMessage } from '../../events/domain.ts';
import {
  networkEventMessage,
  nodeDeviceEventMessage,
  secretEventMessage,
  storagePoolEventMessage,
} from '../../events/others.ts';
import { wireEvent } from '../../events/registrations.ts';
import { serve, type Served } from '../serve.ts';

const monitorEvent = wireEvent(qemuDomainMonitorEvent, (callbackID, { domain, ...rest }: QemuMonitorEvent) => ({
  callbackID,
  dom: domain,
  ...rest,
}));

export const events: readonly Served[] = [
  serve(wire.connectDomainEventCallbackRegisterAny, async ({ hypervisor, registrations }, { dom, eventID }, call) => ({
    callbackID: await registrations.add(
      domainEventMessage(eventID),
      (deliver) => hypervisor.connectDomainEventRegisterAny(dom, eventID, deliver, call),
      (id) => hypervisor.connectDomainEventDeregisterAny(id),
    ),
  })),
  serve(wire.connectDomainEventCallbackDeregisterAny, ({ registrations }, { callbackID }) =>
    registrations.remove(callbackID, 'domain'),
  ),
  serve(wire.connectNetworkEventRegisterAny, async ({ network, registrations }, { net, eventID }, call) => ({
    callbackID: await registrations.add(
      networkEventMessage(eventID),
      (deliver) => network.connectNetworkEventRegisterAny(net, eventID, deliver, call),
      (id) => network.connectNetworkEventDeregisterAny(id),
    ),
  })),
  serve(wire.connectNetworkEventDeregisterAny, ({ registrations }, { callbackID }) =>
    registrations.remove(callbackID, 'network'),
  ),
  serve(wire.connectStoragePoolEventRegisterAny, async ({ storage, registrations }, { pool, eventID }, call) => ({
    callbackID: await registrations.add(
      storagePoolEventMessage(eventID),
      (deliver) => storage.connectStoragePoolEventRegisterAny(pool, eventID, deliver, call),
      (id) => storage.connectStoragePoolEventDeregisterAny(id),
    ),
  })),
  serve(wire.connectStoragePoolEventDeregisterAny, ({ registrations }, { callbackID }) =>
    registrations.remove(callbackID, 'storage pool'),
  ),
  serve(wire.connectNodeDeviceEventRegisterAny, async ({ nodeDevice, registrations }, { dev, eventID }, call) => ({
    callbackID: await registrations.add(
      nodeDeviceEventMessage(eventID),
      (deliver) => nodeDevice.connectNodeDeviceEventRegisterAny(dev, eventID, deliver, call),
      (id) => nodeDevice.connectNodeDeviceEventDeregisterAny(id),
    ),
  })),
  serve(wire.connectNodeDeviceEventDeregisterAny, ({ registrations }, { callbackID }) =>
    registrations.remove(callbackID, 'node device'),
  ),
  serve(wire.connectSecretEventRegisterAny, async ({ secret, registrations }, { secret: one, eventID }, call) => ({
    callbackID: await registrations.add(
      secretEventMessage(eventID),
      (deliver) => secret.connectSecretEventRegisterAny(one, eventID, deliver, call),
      (id) => secret.connectSecretEventDeregisterAny(id),
    ),
  })),
  serve(wire.connectSecretEventDeregisterAny, ({ registrations }, { callbackID }) =>
    registrations.remove(callbackID, 'secret'),
  ),
  serve(qemuConnectDomainMonitorEventRegister, async ({ hypervisor, registrations }, { dom, event, flags }, call) => ({
    callbackID: await registrations.add(
      monitorEvent,
      (deliver) => hypervisor.connectDomainQemuMonitorEventRegister(dom, event, deliver, flags, call),
      (id) => hypervisor.connectDomainQemuMonitorEventDeregister(id),
    ),
  })),
  serve(qemuConnectDomainMonitorEventDeregister, ({ registrations }, { callbackID }) =>
    registrations.remove(callbackID, 'qemu monitor'),
  ),
];
