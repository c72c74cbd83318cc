// Events as they were before callbacks had ids: one registration of a kind for a connection, and messages without an id.
import * as wire from '@virtweave/core-rpc/protocol/events';
import { olderDomainEventMessage } from '../../events/older-domain.ts';
import type { Client } from '../../client/client.ts';
import { serve, type Served } from '../serve.ts';
import type { ServerCall } from '@virtweave/core-rpc';

const lifecycle = 0; // VIR_DOMAIN_EVENT_ID_LIFECYCLE

function register({ hypervisor, registrations }: Client, eventID: number, call: ServerCall): Promise<void> {
  return registrations.addOlder(
    eventID,
    olderDomainEventMessage(eventID),
    (deliver) => hypervisor.connectDomainEventRegisterAny(undefined, eventID, deliver, call),
    (id) => hypervisor.connectDomainEventDeregisterAny(id),
  );
}

async function deregister({ registrations }: Client, eventID: number): Promise<void> {
  olderDomainEventMessage(eventID); // the kind is looked at first
  await registrations.removeOlder(eventID);
}

export const olderEvents: readonly Served[] = [
  // What is answered has no meaning: libvirt's own daemon leaves it at 0, too.
  serve(wire.connectDomainEventRegister, async (client, _, call) => {
    await register(client, lifecycle, call);
    return { cb_registered: 0 };
  }),
  serve(wire.connectDomainEventDeregister, async (client) => {
    await deregister(client, lifecycle);
    return { cb_registered: 0 };
  }),
  serve(wire.connectDomainEventRegisterAny, (client, { eventID }, call) => register(client, eventID, call)),
  serve(wire.connectDomainEventDeregisterAny, (client, { eventID }) => deregister(client, eventID)),
];
