import type { HypervisorDriver } from '@virtweave/core-api';
import {
  DomainDefineFlags,
  DomainEventDefinedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainUndefineFlagsValues,
} from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { parseDefinition } from '../documents.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import { domainError, testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Definitions =
  | 'domainDefineXMLFlags'
  | 'domainUndefineFlags'
  | 'domainRename'
  | 'domainGetAutostart'
  | 'domainSetAutostart';

const { VIR_DOMAIN_EVENT_DEFINED: defined, VIR_DOMAIN_EVENT_UNDEFINED: undefinedEvent } = DomainEventType;

/** Defining, undefining, renaming. */
export function definitionMembers({ node }: Session): Pick<HypervisorDriver, Definitions> {
  const { domains } = node;
  return {
    async domainDefineXMLFlags(xml, flags) {
      const validate = hasFlag(flags, DomainDefineFlags.VIR_DOMAIN_DEFINE_VALIDATE);
      const { domain, added } = node.define(parseDefinition(xml, { validate }));
      const detail = added
        ? DomainEventDefinedDetailType.VIR_DOMAIN_EVENT_DEFINED_ADDED
        : DomainEventDefinedDetailType.VIR_DOMAIN_EVENT_DEFINED_UPDATED;
      node.emitLifecycle(domain, defined, detail);
      return domain.ref;
    },

    async domainUndefineFlags(ref, flags) {
      const domain = domains.get(ref);
      requirePersistent(domain, 'cannot undefine transient domain');
      checkUndefine(domain, flags);
      domain.managedSave = false;
      domain.persistent = false;
      domain.autostart = false;
      domain.next = undefined;
      node.emitLifecycle(domain, undefinedEvent, DomainEventUndefinedDetailType.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
      if (!domain.active) domains.remove(domain);
    },

    async domainRename(ref, newName) {
      const domain = domains.get(ref);
      if (domain.active) throw testError('VIR_ERR_OPERATION_INVALID', 'cannot rename active domain');
      for (const [character, shown] of [['/', '/'], ['\n', '\\n']] as const) {
        if (newName.includes(character))
          throw testError('VIR_ERR_XML_ERROR', `name ${newName} cannot contain '${shown}'`);
      }
      if (newName === domain.name)
        throw domainError('VIR_ERR_OPERATION_INVALID', "Can't rename domain to itself");
      if (domains.byName(newName) !== undefined)
        throw domainError('VIR_ERR_OPERATION_INVALID', `domain with name '${newName}' already exists`);
      const oldName = domain.name;
      node.emitLifecycle(domain, undefinedEvent, DomainEventUndefinedDetailType.VIR_DOMAIN_EVENT_UNDEFINED_RENAMED);
      domain.definition = { ...domain.definition, name: newName };
      domains.renamed(domain, oldName);
      node.emitLifecycle(domain, defined, DomainEventDefinedDetailType.VIR_DOMAIN_EVENT_DEFINED_RENAMED);
      return domain.ref;
    },

    domainGetAutostart: async (ref) => domains.get(ref).autostart,

    async domainSetAutostart(ref, autostart) {
      const domain = domains.get(ref);
      requirePersistent(domain, 'cannot set autostart for transient domain');
      domain.autostart = autostart;
    },
  };
}

function requirePersistent(domain: TestDomain, otherwise: string): void {
  if (!domain.persistent) throw testError('VIR_ERR_OPERATION_INVALID', otherwise);
}

/** What hangs on a definition goes with it only when the caller says so. */
function checkUndefine(domain: TestDomain, flags: number): void {
  const { VIR_DOMAIN_UNDEFINE_MANAGED_SAVE: withSave, VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA: withSnapshots } =
    DomainUndefineFlagsValues;
  if (domain.managedSave && !hasFlag(flags, withSave))
    throw testError('VIR_ERR_OPERATION_INVALID', 'Refusing to undefine while domain managed save image exists');
  if (!domain.active && domain.snapshots.size > 0 && !hasFlag(flags, withSnapshots))
    throw testError('VIR_ERR_OPERATION_INVALID', `cannot delete inactive domain with ${domain.snapshots.size} snapshots`);
}
