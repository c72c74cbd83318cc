import type { FamilyDrivers } from '@virtweave/core-api';
import { hasFlag, passesFilters, type FilterGroup } from '@virtweave/core-api/driver-kit';
import { formatHostInterface, parseHostInterface } from '@virtweave/core-conf';
import { interfaceRef, interfacesOf, type TestInterface } from '../interface/interfaces.ts';
import type { InterfaceMember } from '../member-flags.ts';
import type { Session } from '../session.ts';

/** Groups of `virConnectListAllInterfacesFlags`. */
const filters: readonly FilterGroup<TestInterface>[] = [[[1, ({ active }) => !active], [2, ({ active }) => active]]];

/** Network interfaces of the host. */
export function interfaceMembers({ node }: Session): Pick<FamilyDrivers['interface'], InterfaceMember> {
  const interfaces = interfacesOf(node);
  return {
    connectListAllInterfaces: async (flags) =>
      [...interfaces].filter((one) => passesFilters(one, flags, filters)).map(interfaceRef),
    interfaceLookupByName: async (name) => interfaceRef(interfaces.get({ name })),
    interfaceLookupByMACString: async (mac) => interfaceRef(interfaces.byMac(mac)),
    interfaceIsActive: async (ref) => interfaces.get(ref).active,
    interfaceGetXMLDesc: async (ref) => formatHostInterface(interfaces.get(ref).definition),
    interfaceDefineXML: async (xml, flags) =>
      interfaceRef(interfaces.define(parseHostInterface(xml, { strict: hasFlag(flags, 1) }))),
    interfaceUndefine: async (ref) => interfaces.remove(ref),
    interfaceCreate: async (ref) => interfaces.setActive(ref, true),
    interfaceDestroy: async (ref) => interfaces.setActive(ref, false),
    interfaceChangeBegin: async () => interfaces.begin(),
    interfaceChangeCommit: async () => interfaces.commit(),
    interfaceChangeRollback: async () => interfaces.rollback(),
  };
}
