import type { DomainCheckpointRef, HypervisorDriver } from '@virtweave/core-api';
import { DomainCheckpointCreateFlags, DomainCheckpointDeleteFlags, DomainCheckpointXMLFlags } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import {
  alignCheckpointDisks,
  formatDomainCheckpoint,
  parseDomainCheckpoint,
  prepareCheckpointRedefinition,
  type DomainCheckpoint,
} from '@virtweave/core-conf';
import { rules, toDefinition, type Definition } from '../documents.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import { domainError, testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Checkpoints =
  | 'domainCheckpointCreateXML'
  | 'domainCheckpointDelete'
  | 'domainCheckpointGetParent'
  | 'domainCheckpointGetXMLDesc'
  | 'domainCheckpointListAllChildren'
  | 'domainCheckpointLookupByName'
  | 'domainListAllCheckpoints';

/** A moment from which on a guest's writes are noted. */
export interface Checkpoint extends DomainCheckpoint {
  name: string;
  domain?: Definition;
}

const { VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN: withChildren, VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY: childrenOnly } =
  DomainCheckpointDeleteFlags;
const {
  VIR_DOMAIN_CHECKPOINT_XML_SECURE: secure,
  VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN: noDomain,
  VIR_DOMAIN_CHECKPOINT_XML_SIZE: size,
} = DomainCheckpointXMLFlags;

/** Checkpoints. */
export function checkpointMembers({ node }: Session): Pick<HypervisorDriver, Checkpoints> {
  const { domains } = node;
  const find = (ref: DomainCheckpointRef): { domain: TestDomain; checkpoint: Checkpoint } => {
    const domain = domains.get(ref.domain);
    return { domain, checkpoint: domain.checkpoints.get(ref.name) };
  };

  return {
    async domainCheckpointCreateXML(ref, xml, flags) {
      const domain = domains.get(ref);
      if (domain.snapshots.size > 0)
        throw testError('VIR_ERR_OPERATION_UNSUPPORTED', 'cannot create checkpoint while snapshot exists');
      if (hasFlag(flags, DomainCheckpointCreateFlags.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE))
        return refOf(domain, redefine(domain, xml));
      if (!domain.active)
        throw testError('VIR_ERR_OPERATION_UNSUPPORTED', 'cannot create checkpoint for inactive domain');
      const wish = parseDomainCheckpoint(xml, { driver: rules });
      const { current } = domain.checkpoints;
      const checkpoint: Checkpoint = { ...wish, name: wish.name ?? '', domain: domain.definition };
      if (current === undefined) delete checkpoint.parent;
      else checkpoint.parent = current.name;
      alignCheckpointDisks(checkpoint);
      domain.checkpoints.add(checkpoint);
      domain.checkpoints.current = checkpoint;
      return refOf(domain, checkpoint);
    },

    async domainListAllCheckpoints(ref, flags) {
      const domain = domains.get(ref);
      return domain.checkpoints.list(undefined, flags).map((one) => refOf(domain, one));
    },

    async domainCheckpointListAllChildren(ref, flags) {
      const { domain, checkpoint } = find(ref);
      return domain.checkpoints.list(checkpoint, flags).map((one) => refOf(domain, one));
    },

    async domainCheckpointLookupByName(ref, name) {
      const domain = domains.get(ref);
      return refOf(domain, domain.checkpoints.get(name));
    },

    async domainCheckpointGetParent(ref) {
      const { domain, checkpoint } = find(ref);
      const parent = domain.checkpoints.parentOf(checkpoint);
      if (parent !== undefined) return refOf(domain, parent);
      throw testError('VIR_ERR_NO_DOMAIN_CHECKPOINT', `checkpoint '${checkpoint.name}' does not have a parent`);
    },

    async domainCheckpointGetXMLDesc(ref, flags) {
      const { checkpoint } = find(ref);
      return formatDomainCheckpoint(checkpoint, {
        secure: hasFlag(flags, secure),
        noDomain: hasFlag(flags, noDomain),
        size: hasFlag(flags, size),
      });
    },

    async domainCheckpointDelete(ref, flags) {
      const { domain, checkpoint } = find(ref);
      const { checkpoints } = domain;
      if (hasFlag(flags, withChildren | childrenOnly)) {
        for (const below of [...checkpoints.descendants(checkpoint)].reverse()) checkpoints.remove(below);
      }
      if (!hasFlag(flags, childrenOnly)) checkpoints.remove(checkpoint);
    },
  };
}

/** Takes in what a document says of a checkpoint that was made before. */
function redefine(domain: TestDomain, xml: string): Checkpoint {
  const { domain: inner, ...said } = parseDomainCheckpoint(xml, { redefine: true, driver: rules });
  const checkpoint: Checkpoint = {
    ...said,
    name: said.name ?? '',
    ...(inner !== undefined && { domain: toDefinition(inner) }),
  };
  if (inner === undefined) throw domainError('VIR_ERR_INTERNAL_ERROR', 'missing domain in checkpoint');
  prepareCheckpointRedefinition(checkpoint, domain.uuid);
  const { checkpoints } = domain;
  checkpoints.put(checkpoint);
  checkpoints.current = checkpoint;
  return checkpoint;
}

function refOf(domain: TestDomain, { name }: Checkpoint): DomainCheckpointRef {
  return { name, domain: domain.ref };
}
