import { VirtError } from '@virtweave/core-util/errors';
import { alignCheckpointDisks } from './align.ts';
import type { DomainCheckpoint } from './checkpoint.ts';

/**
 * Checks that a document may describe a checkpoint of this guest, and aligns its disks with the definition that it holds
 * (`virDomainCheckpointRedefinePrep`).
 */
export function prepareCheckpointRedefinition(checkpoint: DomainCheckpoint, domainUuid: string): void {
  const { name = '', domain } = checkpoint;
  if (domain === undefined) return;
  if (domain.uuid !== domainUuid)
    throw new VirtError('VIR_ERR_INVALID_ARG', `definition for checkpoint ${name} must use uuid ${domainUuid}`, {
      domain: 'VIR_FROM_DOMAIN_CHECKPOINT',
    });
  alignCheckpointDisks(checkpoint);
}
