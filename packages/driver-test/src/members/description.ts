import type { HypervisorDriver } from '@virtweave/core-api';
import { DomainMessageType, DomainXMLFlags } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { formatDefinition } from '../documents.ts';
import { requireActive } from '../domain/impact.ts';
import { deprecations, tainting } from '../domain/tainting.ts';
import type { Session } from '../session.ts';

type Description =
  | 'domainGetXMLDesc'
  | 'domainGetState'
  | 'domainGetInfo'
  | 'domainGetControlInfo'
  | 'domainGetOSType'
  | 'domainGetMessages'
  | 'domainGetSecurityLabelList';

const { VIR_DOMAIN_XML_INACTIVE, VIR_DOMAIN_XML_MIGRATABLE, VIR_DOMAIN_XML_SECURE } = DomainXMLFlags;

/** What a domain is and how it is. */
export function descriptionMembers({ node }: Session): Pick<HypervisorDriver, Description> {
  const { domains } = node;
  return {
    async domainGetXMLDesc(ref, flags) {
      const domain = domains.get(ref);
      const inactive = hasFlag(flags, VIR_DOMAIN_XML_INACTIVE);
      const options = {
        inactive: inactive || !domain.active,
        secure: hasFlag(flags, VIR_DOMAIN_XML_SECURE),
        migratable: hasFlag(flags, VIR_DOMAIN_XML_MIGRATABLE),
      };
      return inactive ? formatDefinition(domain.config, -1, options) : formatDefinition(domain.definition, domain.id, options);
    },

    async domainGetState(ref) {
      const { state, reason } = domains.get(ref);
      return { state, reason };
    },

    async domainGetInfo(ref) {
      const { state, definition } = domains.get(ref);
      return {
        state,
        maxMem: BigInt(definition.memory.size),
        memory: BigInt(definition.currentMemory),
        nrVirtCpu: definition.vcpu.current ?? definition.vcpu.max,
        cpuTime: pretendedCpuTime(),
      };
    },

    async domainGetControlInfo(ref) {
      requireActive(domains.get(ref));
      return { state: 0, details: 0, stateTime: 0n };
    },

    async domainGetOSType(ref) {
      domains.get(ref);
      return 'linux';
    },

    async domainGetMessages(ref, flags) {
      const domain = domains.get(ref);
      if (!domain.active) return [];
      const { VIR_DOMAIN_MESSAGE_DEPRECATION: deprecation, VIR_DOMAIN_MESSAGE_TAINTING: taint } = DomainMessageType;
      const messages: string[] = [];
      if (flags === 0 || hasFlag(flags, taint))
        messages.push(...tainting(domain.definition).map((text) => `tainted: ${text}`));
      if (flags === 0 || hasFlag(flags, deprecation))
        messages.push(...deprecations(domain.definition).map((text) => `deprecated configuration: ${text}`));
      return messages;
    },

    async domainGetSecurityLabelList(ref) {
      return domains.get(ref).active ? [{ label: 'libvirt-test', enforcing: true }] : [];
    },
  };
}

/** libvirt's test driver gives the clock as CPU time: nanoseconds, with the clock's microseconds. */
function pretendedCpuTime(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
}
