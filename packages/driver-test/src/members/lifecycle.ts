import type { DomainRef, HypervisorDriver } from '@virtweave/core-api';
import {
  DomainCreateFlags,
  DomainEventResumedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainPausedReason,
  DomainRunningReason,
  DomainShutoffReason,
  DomainState,
} from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { parseDefinition } from '../documents.ts';
import { requireActive } from '../domain/impact.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import { testError } from '../errors.ts';
import { booted } from '../node/test-node.ts';
import type { Session } from '../session.ts';

type Lifecycle =
  | 'domainCreateWithFlags'
  | 'domainCreateXML'
  | 'domainCreateWithFiles'
  | 'domainCreateXMLWithFiles'
  | 'domainDestroyFlags'
  | 'domainReboot'
  | 'domainReset'
  | 'domainResume'
  | 'domainShutdownFlags'
  | 'domainSuspend';

const { VIR_DOMAIN_RUNNING: running, VIR_DOMAIN_PAUSED: paused } = DomainState;
const { VIR_DOMAIN_START_PAUSED, VIR_DOMAIN_START_AUTODESTROY, VIR_DOMAIN_START_VALIDATE } = DomainCreateFlags;

/** Starting and stopping. */
export function lifecycleMembers({ node, closeActions }: Session): Pick<HypervisorDriver, Lifecycle> {
  const { domains } = node;

  const pause = (domain: TestDomain): void => {
    domain.setState(paused, DomainPausedReason.VIR_DOMAIN_PAUSED_USER);
    const detail = DomainEventSuspendedDetailType.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED;
    node.emitLifecycle(domain, DomainEventType.VIR_DOMAIN_EVENT_SUSPENDED, detail);
  };

  const destroy = (domain: TestDomain): void => {
    const detail = DomainEventStoppedDetailType.VIR_DOMAIN_EVENT_STOPPED_DESTROYED;
    node.stop(domain, DomainShutoffReason.VIR_DOMAIN_SHUTOFF_DESTROYED, detail);
  };

  const start = (domain: TestDomain, flags: number): void => {
    if (hasFlag(flags, VIR_DOMAIN_START_PAUSED)) pause(domain);
    if (!hasFlag(flags, VIR_DOMAIN_START_AUTODESTROY)) return;
    const { id } = domain;
    closeActions.set(domain.uuid, () => {
      if (domain.id === id) destroy(domain);
    });
  };

  /** The guest reaches the end of its run; what then happens is the definition's business. */
  const finish = (domain: TestDomain, action: string): void => {
    if (action === 'restart' || action === 'rename-restart') {
      domain.setState(running, DomainRunningReason.VIR_DOMAIN_RUNNING_BOOTED);
      return;
    }
    const detail = DomainEventStoppedDetailType.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN;
    node.stop(domain, DomainShutoffReason.VIR_DOMAIN_SHUTOFF_SHUTDOWN, detail);
  };

  const reboot = async (ref: { readonly uuid: string }): Promise<void> => {
    const domain = domains.get(ref);
    requireActive(domain);
    finish(domain, domain.definition.onReboot);
  };

  const create = async (ref: { readonly uuid: string }, flags: number): Promise<DomainRef> => {
    const domain = domains.get(ref);
    if (domain.active) throw testError('VIR_ERR_INTERNAL_ERROR', `Domain '${domain.name}' is already running`);
    domain.managedSave = false;
    node.start(domain);
    start(domain, flags);
    return domain.ref;
  };

  const createXML = async (xml: string, flags: number): Promise<DomainRef> => {
    const definition = parseDefinition(xml, { validate: hasFlag(flags, VIR_DOMAIN_START_VALIDATE) });
    const domain = node.transient(definition);
    node.start(domain, { ...booted, definition });
    start(domain, flags);
    return domain.ref;
  };

  return {
    domainCreateWithFlags: create,
    domainCreateXML: createXML,
    // Nothing runs that could use the files.
    domainCreateWithFiles: async (ref, _files, flags) => create(ref, flags),
    domainCreateXMLWithFiles: async (xml, _files, flags) => createXML(xml, flags),

    async domainDestroyFlags(ref) {
      const domain = domains.get(ref);
      requireActive(domain);
      destroy(domain);
    },

    async domainShutdownFlags(ref) {
      const domain = domains.get(ref);
      if (!domain.active) throw testError('VIR_ERR_INTERNAL_ERROR', `domain '${domain.name}' not running`);
      finish(domain, domain.definition.onPoweroff);
    },

    domainReboot: reboot,
    domainReset: reboot,

    async domainSuspend(ref) {
      const domain = domains.get(ref);
      if (!domain.active || domain.state === paused)
        throw testError('VIR_ERR_INTERNAL_ERROR', `domain '${domain.name}' not running`);
      pause(domain);
    },

    async domainResume(ref) {
      const domain = domains.get(ref);
      if (domain.state !== paused) throw testError('VIR_ERR_INTERNAL_ERROR', `domain '${domain.name}' not paused`);
      domain.setState(running, DomainRunningReason.VIR_DOMAIN_RUNNING_UNPAUSED);
      const detail = DomainEventResumedDetailType.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED;
      node.emitLifecycle(domain, DomainEventType.VIR_DOMAIN_EVENT_RESUMED, detail);
    },
  };
}
