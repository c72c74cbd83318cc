import {
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainPausedReason,
  DomainRunningReason,
  DomainShutoffReason,
  DomainSnapshotRevertFlags,
  DomainState,
} from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import type { TestDomain } from '../domain/test-domain.ts';
import { testError } from '../errors.ts';
import type { TestNode } from '../node/test-node.ts';
import { isOff, type Snapshot } from './snapshot.ts';

const { VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED: toPaused, VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING: toRunning } =
  DomainSnapshotRevertFlags;

/** Takes a guest back to a snapshot: stops what runs, and starts it again when it ran then, or when the flags say so. */
export function revert(node: TestNode, domain: TestDomain, snapshot: Snapshot, flags: number): void {
  check(domain, snapshot, flags);
  if (domain.active) stopForSnapshot(node, domain);
  const definition = snapshot.domain;
  if (definition !== undefined) domain.config = { ...definition, name: domain.name };
  if (!isOff(snapshot) || hasFlag(flags, toRunning | toPaused)) {
    node.start(domain, {
      reason: DomainRunningReason.VIR_DOMAIN_RUNNING_FROM_SNAPSHOT,
      detail: DomainEventStartedDetailType.VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT,
    });
    if (hasFlag(flags, toPaused) || (snapshot.state === 'paused' && !hasFlag(flags, toRunning))) pause(node, domain);
  } else {
    domain.reason = DomainShutoffReason.VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT;
  }
  domain.snapshots.current = snapshot;
}

/** Stops a guest, as VIR_DOMAIN_SNAPSHOT_CREATE_HALT does, too; a transient one stays known. */
export function stopForSnapshot(node: TestNode, domain: TestDomain): void {
  const detail = DomainEventStoppedDetailType.VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT;
  node.halt(domain, DomainShutoffReason.VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT, detail);
}

function check(domain: TestDomain, snapshot: Snapshot, flags: number): void {
  if (!domain.persistent && isOff(snapshot) && !hasFlag(flags, toRunning | toPaused))
    throw testError(
      'VIR_ERR_OPERATION_INVALID',
      'transient domain needs to request run or pause to revert to inactive snapshot',
    );
  if (snapshot.domain === undefined && !hasFlag(flags, DomainSnapshotRevertFlags.VIR_DOMAIN_SNAPSHOT_REVERT_FORCE))
    throw testError(
      'VIR_ERR_SNAPSHOT_REVERT_RISKY',
      `snapshot '${snapshot.name}' lacks domain '${domain.name}' rollback info`,
    );
}

function pause(node: TestNode, domain: TestDomain): void {
  domain.setState(DomainState.VIR_DOMAIN_PAUSED, DomainPausedReason.VIR_DOMAIN_PAUSED_FROM_SNAPSHOT);
  const detail = DomainEventSuspendedDetailType.VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT;
  node.emitLifecycle(domain, DomainEventType.VIR_DOMAIN_EVENT_SUSPENDED, detail);
}
