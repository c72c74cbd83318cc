import type { FamilyDrivers } from '@virtweave/core-api';
import { NetworkEventLifecycleType } from '@virtweave/core-api/constants';
import { hasFlag, passesFilters, type FilterGroup } from '@virtweave/core-api/driver-kit';
import {
  formatNetwork,
  networkUpdateCommands,
  networkUpdateSections,
  parseNetwork,
  updateNetwork,
  validateNetwork,
} from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util/errors';
import { readMetadata, withMetadata } from '../described.ts';
import { testError } from '../errors.ts';
import type { NetworkMember } from '../member-flags.ts';
import { changeNetwork } from '../network/impact.ts';
import { networksOf, type TestNetwork } from '../network/networks.ts';
import { eventKind } from '../node/hubs.ts';
import type { Session } from '../session.ts';

const { VIR_NETWORK_EVENT_DEFINED: defined, VIR_NETWORK_EVENT_UNDEFINED: undefinedEvent } = NetworkEventLifecycleType;

/** Groups of `virConnectListAllNetworksFlags`. */
const filters: readonly FilterGroup<TestNetwork>[] = [
  [[1, (network) => !network.active], [2, (network) => network.active]],
  [[4, (network) => network.persistent], [8, (network) => !network.persistent]],
  [[16, (network) => network.autostart], [32, (network) => !network.autostart]],
];

/** Virtual networks. */
export function networkMembers(session: Session): Pick<FamilyDrivers['network'], NetworkMember> {
  const networks = networksOf(session.node);
  const { list } = networks;
  const events = networks.hubs.join(session);
  const find = ({ name }: { readonly name: string }): TestNetwork => list.getByName(name);

  return {
    connectListAllNetworks: async (flags) =>
      [...list].filter((network) => passesFilters(network, flags, filters)).map(({ ref }) => ref),

    connectNetworkEventRegisterAny: async (network, eventID, callback) =>
      events.register(eventKind(['lifecycle', 'metadata-change'], eventID), network?.uuid, callback),
    connectNetworkEventDeregisterAny: async (id) => events.deregister(id),

    networkLookupByName: async (name) => list.getByName(name).ref,
    networkLookupByUUID: async (uuid) => list.getByUuid(uuid).ref,
    networkIsActive: async ({ uuid }) => list.getByUuid(uuid).active,
    networkIsPersistent: async ({ uuid }) => list.getByUuid(uuid).persistent,

    async networkDefineXMLFlags(xml, flags) {
      const network = networks.define(parseNetwork(xml, { strict: hasFlag(flags, 1) }));
      networks.emit(network, defined);
      return network.ref;
    },

    networkCreateXMLFlags: async (xml, flags) => networks.createXML(parseNetwork(xml, { strict: hasFlag(flags, 1) })).ref,

    async networkUndefine(ref) {
      const network = find(ref);
      if (network.active) throw testError('VIR_ERR_OPERATION_INVALID', `Network '${network.name}' is still running`);
      networks.emit(network, undefinedEvent);
      list.remove(network);
    },

    async networkCreate(ref) {
      const network = find(ref);
      if (network.active) throw testError('VIR_ERR_OPERATION_INVALID', `Network '${network.name}' is already running`);
      networks.start(network);
    },

    networkDestroy: async (ref) => networks.stop(find(ref)),

    async networkUpdate(ref, command, section, parentIndex, xml, flags) {
      const how = {
        command: networkUpdateCommands[command] ?? 'none',
        section: networkUpdateSections[section] ?? 'none',
        parentIndex,
        xml,
      };
      changeNetwork(find(ref), flags, (definition) => {
        const changed = updateNetwork(definition, how);
        validateNetwork(changed);
        return changed;
      });
    },

    async networkGetXMLDesc(ref, flags) {
      const network = find(ref);
      const inactive = hasFlag(flags, 1);
      return formatNetwork(inactive ? network.config : network.definition, { inactive });
    },

    async networkGetBridgeName(ref) {
      const { name, definition } = find(ref);
      if (definition.bridge?.name !== undefined) return definition.bridge.name;
      throw testError('VIR_ERR_INTERNAL_ERROR', `network '${name}' does not have a bridge name.`);
    },

    networkGetAutostart: async (ref) => find(ref).autostart,

    async networkSetAutostart(ref, autostart) {
      find(ref).autostart = autostart;
    },

    async networkGetMetadata(ref, type, uri, flags) {
      const network = find(ref);
      if (hasFlag(flags, 1) && !network.active) throw networkError('VIR_ERR_OPERATION_INVALID', 'network is not running');
      if (hasFlag(flags, 2) && !network.persistent)
        throw networkError('VIR_ERR_OPERATION_INVALID', 'transient networks do not have any persistent config');
      const definition = hasFlag(flags, 2) ? network.config : network.definition;
      const found = readMetadata(definition, type, uri, 'VIR_FROM_NETWORK');
      if (found !== undefined) return found;
      throw networkError('VIR_ERR_NO_NETWORK_METADATA', 'Requested metadata element is not present');
    },

    async networkSetMetadata(ref, type, text, key, uri, flags) {
      const network = find(ref);
      changeNetwork(network, flags, (definition) => withMetadata(definition, { type, text, key, uri }, 'VIR_FROM_NETWORK'));
      networks.hubs.emit({ kind: 'metadata-change', network: network.ref, type, nsuri: uri });
    },
  };
}

function networkError(code: 'VIR_ERR_OPERATION_INVALID' | 'VIR_ERR_NO_NETWORK_METADATA', detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_NETWORK' });
}
