import { hostname } from 'node:os';
import {
  ObjectList, domainEventHub, domainEventMembers, domainFilters, filterMask, passesFilters,
} from '@virtweave/core-api/driver-kit';
import { VirtError } from '@virtweave/core-util';
import { constants } from './constants.js';
import { currentDefinition, describe, makeGuest, readDefinition } from './guest.js';

const { state, reason, lifecycle } = constants;

/** Flags that members take; a member that is not named takes none. */
export const supportedFlags = {
  connectListAllDomains: filterMask(domainFilters),
  domainCreateWithFlags: constants.startPaused,
  domainCreateXML: constants.startPaused | constants.startValidate,
  domainDefineXMLFlags: constants.defineValidate,
  domainGetXMLDesc: constants.xmlSecure | constants.xmlInactive,
};

/** One connection's guests, and the members of the contract that work on them. */
export function hypervisor(uri) {
  const guests = new ObjectList({ kind: 'domain', absent: 'VIR_ERR_NO_DOMAIN', domain: 'VIR_FROM_DOMAIN' });
  const events = domainEventHub();
  let lastId = 0;

  const invalid = (detail) => new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_DOMAIN' });
  const ref = (guest) => ({ name: guest.name, uuid: guest.uuid, id: guests.idOf(guest) });
  const isActive = (guest) => guests.idOf(guest) !== -1;
  const tell = (guest, [event, detail]) => events.emit({ kind: 'lifecycle', domain: ref(guest), event, detail });
  const enter = (guest, number, why, what) => {
    guest.state = { state: number, reason: why };
    tell(guest, what);
  };
  const running = (domain) => {
    const guest = guests.get(domain);
    if (!isActive(guest)) throw invalid('domain is not running');
    return guest;
  };

  function start(guest, flags, definition = guest.definition) {
    if (isActive(guest)) throw invalid('domain is already running');
    guest.live = definition;
    lastId += 1;
    guests.setId(guest, lastId);
    enter(guest, state.running, reason.booted, lifecycle.startedBooted);
    if ((flags & constants.startPaused) !== 0) enter(guest, state.paused, reason.pausedByUser, lifecycle.suspendedPaused);
    return ref(guest);
  }

  function stop(guest, why, what) {
    guests.setId(guest, -1);
    guest.live = undefined;
    enter(guest, state.shutoff, why, what);
    if (!guest.persistent) guests.remove(guest);
  }

  const members = {
    ...domainEventMembers(events),
    connectGetType: async () => 'Memo',
    connectGetURI: async () => uri,
    connectGetHostname: async () => hostname(),
    connectGetVersion: async () => 1_000_000n,
    connectIsAlive: async () => true,
    connectIsEncrypted: async () => false,
    connectIsSecure: async () => true,

    async connectListAllDomains(flags) {
      const facts = (guest) => ({
        active: isActive(guest),
        persistent: guest.persistent,
        state: guest.state.state,
        managedSave: false,
        autostart: guest.autostart,
        hasSnapshots: false,
        hasCheckpoints: false,
      });
      return [...guests].filter((guest) => passesFilters(facts(guest), flags, domainFilters)).map(ref);
    },
    domainLookupByName: async (name) => ref(guests.getByName(name)),
    domainLookupByUUID: async (uuid) => ref(guests.getByUuid(uuid)),
    domainLookupByID: async (id) => ref(guests.getById(id)),

    async domainDefineXMLFlags(xml, flags) {
      const definition = readDefinition(xml, { validate: (flags & constants.defineValidate) !== 0 });
      const old = guests.checkUnique(definition.name, definition.uuid);
      const guest = old ?? makeGuest(definition);
      const isNew = !guest.persistent;
      guest.definition = definition;
      guest.persistent = true;
      if (old === undefined) guests.add(guest);
      tell(guest, isNew ? lifecycle.definedAdded : lifecycle.definedUpdated);
      return ref(guest);
    },
    async domainUndefineFlags(domain) {
      const guest = guests.get(domain);
      if (!guest.persistent) throw invalid('cannot undefine transient domain');
      guest.persistent = false;
      guest.autostart = false;
      tell(guest, lifecycle.undefinedRemoved);
      if (!isActive(guest)) guests.remove(guest);
    },
    async domainCreateXML(xml, flags) {
      const definition = readDefinition(xml, { validate: (flags & constants.startValidate) !== 0 });
      const old = guests.checkUnique(definition.name, definition.uuid, isActive);
      const guest = old ?? makeGuest(definition);
      if (old === undefined) guests.add(guest);
      return start(guest, flags, definition);
    },
    domainCreateWithFlags: async (domain, flags) => start(guests.get(domain), flags),
    domainShutdownFlags: async (domain) => stop(running(domain), reason.shutdown, lifecycle.stoppedShutdown),
    domainDestroyFlags: async (domain) => stop(running(domain), reason.destroyed, lifecycle.stoppedDestroyed),
    async domainSuspend(domain) {
      const guest = running(domain);
      if (guest.state.state === state.running) {
        enter(guest, state.paused, reason.pausedByUser, lifecycle.suspendedPaused);
      }
    },
    async domainResume(domain) {
      const guest = running(domain);
      if (guest.state.state === state.running) throw invalid('domain is already running');
      enter(guest, state.running, reason.unpaused, lifecycle.resumedUnpaused);
    },

    domainGetState: async (domain) => guests.get(domain).state,
    async domainGetInfo(domain) {
      const guest = guests.get(domain);
      const { memory, currentMemory, vcpu } = currentDefinition(guest);
      return {
        state: guest.state.state,
        maxMem: BigInt(memory.size),
        memory: BigInt(currentMemory ?? memory.size),
        nrVirtCpu: vcpu.current ?? vcpu.max,
        cpuTime: 0n,
      };
    },
    async domainGetXMLDesc(domain, flags) {
      const guest = guests.get(domain);
      return describe(guest, guests.idOf(guest), flags);
    },
    domainGetOSType: async (domain) => guests.get(domain).definition.os.type.type,
    domainIsActive: async (domain) => isActive(guests.get(domain)),
    domainIsPersistent: async (domain) => guests.get(domain).persistent,
    async domainIsUpdated(domain) {
      guests.get(domain);
      return false;
    },
    domainGetAutostart: async (domain) => guests.get(domain).autostart,
    async domainSetAutostart(domain, autostart) {
      const guest = guests.get(domain);
      if (!guest.persistent) throw invalid('cannot set autostart for transient domain');
      guest.autostart = autostart;
    },
  };
  return { members, close: async () => events.clear() };
}
