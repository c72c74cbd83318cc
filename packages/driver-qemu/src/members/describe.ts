import { formatDomain } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import { stateNumbers } from '../engine/guest-state.ts';
import { cpuTimeOf } from '../lifecycle/cpu-time.ts';
import type { Members } from './members.ts';

const SECURE = 1;
const INACTIVE = 2;
const MIGRATABLE = 8;

type Describe = Members<
  | 'domainGetXMLDesc' | 'domainGetState' | 'domainGetInfo' | 'domainGetOSType' | 'domainIsActive' | 'domainIsPersistent'
  | 'domainIsUpdated' | 'domainGetMaxMemory' | 'domainHasManagedSaveImage' | 'domainGetMessages' | 'domainGetSecurityLabelList'
>;

/** What a guest is and does. None of these waits for a job that is under way. */
export function describeMembers(engine: QemuEngine): Describe {
  const { guests } = engine;
  return {
    async domainGetXMLDesc(ref, flags) {
      const guest = guests.get(ref);
      const inactive = (flags & INACTIVE) !== 0 || !guest.active;
      const document = inactive ? (guest.definition ?? guest.document) : guest.document;
      return formatDomain(document, {
        inactive,
        secure: (flags & SECURE) !== 0,
        migratable: (flags & MIGRATABLE) !== 0,
      });
    },
    domainGetState: async (ref) => stateNumbers(guests.get(ref).state),
    async domainGetInfo(ref) {
      const guest = guests.get(ref);
      const { memory, currentMemory, vcpu } = guest.document;
      return {
        state: stateNumbers(guest.state).state,
        maxMem: BigInt(memory.size),
        memory: BigInt(currentMemory ?? memory.size),
        nrVirtCpu: vcpu.current ?? vcpu.max,
        cpuTime: guest.running === undefined ? 0n : (await cpuTimeOf(engine.host, guest.running.process)).total,
      };
    },
    domainGetOSType: async (ref) => guests.get(ref).document.os.type.type,
    domainIsActive: async (ref) => guests.get(ref).active,
    domainIsPersistent: async (ref) => guests.get(ref).definition !== undefined,
    domainIsUpdated: async () => false,
    domainGetMaxMemory: async (ref) => BigInt(guests.get(ref).document.memory.size),
    // Nothing of what QEMU would call tainted or deprecated is kept.
    async domainGetMessages(ref) {
      guests.get(ref);
      return [];
    },
    /** Without a security driver there is one, and it is empty. */
    async domainGetSecurityLabelList(ref) {
      guests.get(ref);
      return [{ label: '', enforcing: false }];
    },
    domainHasManagedSaveImage: async (ref) => guests.get(ref).managedSave,
  };
}
