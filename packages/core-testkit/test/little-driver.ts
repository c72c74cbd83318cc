import { defineDriver, VirtError, type Driver, type HypervisorDriver } from '@virtweave/core-api';
import { ObjectList } from '@virtweave/core-api/driver-kit';

interface Guest {
  readonly name: string;
  readonly uuid: string;
}

type Members = Partial<HypervisorDriver>;

/** A driver that knows how to define guests and nothing else; `change` spoils it. */
export function littleDriver(change: (members: Members) => Members = (members) => members): Driver {
  return defineDriver({
    contract: 1,
    name: 'little',
    schemes: ['little'],
    provides: ['hypervisor'],
    async open() {
      const hypervisor = change(makeMembers());
      return { families: { hypervisor }, supportedFlags: { connectListAllDomains: 0xffff }, async close() {} };
    },
  });
}

export function sample({ name, uuid }: Guest): string {
  return `<domain><name>${name}</name><uuid>${uuid}</uuid></domain>`;
}

function makeMembers(): Members {
  const guests = new ObjectList<Guest>({ kind: 'domain', absent: 'VIR_ERR_NO_DOMAIN' });
  const refOf = ({ name, uuid }: Guest): Guest & { id: number } => ({ name, uuid, id: -1 });
  return {
    connectListAllDomains: async () => [...guests].map(refOf),
    domainLookupByName: async (name) => refOf(guests.getByName(name)),
    domainLookupByUUID: async (uuid) => refOf(guests.getByUuid(uuid)),
    domainLookupByID: async (id) => refOf(guests.getById(id)),
    async domainDefineXMLFlags(xml) {
      const name = /<name>(.*)<\/name>/.exec(xml)?.[1];
      const uuid = /<uuid>(.*)<\/uuid>/.exec(xml)?.[1] ?? '11111111-1111-4111-8111-111111111111';
      if (name === undefined) throw new VirtError('VIR_ERR_XML_ERROR', 'no name');
      guests.checkUnique(name, uuid);
      guests.add({ name, uuid });
      return refOf({ name, uuid });
    },
    async domainUndefineFlags(ref) {
      guests.remove(guests.get(ref));
    },
  };
}
