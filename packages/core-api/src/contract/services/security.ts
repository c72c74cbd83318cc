import type { Call } from '../call.ts';
import type { DomainRef } from '../references.ts';

/** One `<seclabel>`: what a domain asks for or was given. */
export interface SecurityLabelSpec {
  readonly model: string;
  readonly type: 'dynamic' | 'static' | 'none';
  readonly label?: string;
  readonly imageLabel?: string;
  readonly baseLabel?: string;
  readonly relabel?: boolean;
}

/** What is labelled: an image with its chain role, a host device, a socket, a memory backing file, a plain path. */
export interface LabelTarget {
  readonly kind: 'image' | 'device' | 'socket' | 'memory' | 'path' | 'chardev';
  readonly path: string;
  readonly readonly?: boolean;
  readonly shared?: boolean;
  /** Labels of its own in the document, by model; `none` leaves it alone. */
  readonly labels?: readonly SecurityLabelSpec[];
}

/** One security model of the host. */
export interface SecurityModelInfo {
  readonly model: string;
  readonly doi: string;
  readonly baseLabels: readonly string[];
}

/** How the guest's process must be started. */
export interface ProcessSpec {
  readonly uid?: number;
  readonly gid?: number;
  readonly supplementaryGroups?: readonly number[];
  /** AppArmor profile. */
  readonly profile?: string;
  /** SELinux context of the process. */
  readonly context?: string;
}

/** Asked for by `peers.security()`: labels and ownership of what a guest uses. */
export interface SecurityService {
  /** Models in use, in order: `selinux`, `apparmor`, `dac`. Empty: model none. */
  models(call: Call): Promise<readonly SecurityModelInfo[]>;
  /** Completes the labels of a domain that starts: a static one is checked, a dynamic one is made and reserved. */
  generate(
    domain: DomainRef,
    asked: readonly SecurityLabelSpec[],
    call: Call,
  ): Promise<readonly SecurityLabelSpec[]>;
  /** Takes a label that a running domain has, after our own restart. */
  reserve(domain: DomainRef, labels: readonly SecurityLabelSpec[], call: Call): Promise<void>;
  release(domain: DomainRef, labels: readonly SecurityLabelSpec[], call: Call): Promise<void>;
  /** Labels what the guest will use; what was there before is remembered for `restore`. */
  set(
    domain: DomainRef,
    labels: readonly SecurityLabelSpec[],
    targets: readonly LabelTarget[],
    call: Call,
  ): Promise<void>;
  restore(
    domain: DomainRef,
    labels: readonly SecurityLabelSpec[],
    targets: readonly LabelTarget[],
    call: Call,
  ): Promise<void>;
  /** Rejects when the document asks for a model that is not there. */
  verify(labels: readonly SecurityLabelSpec[], call: Call): Promise<void>;
  processSpec(domain: DomainRef, labels: readonly SecurityLabelSpec[], call: Call): Promise<ProcessSpec>;
}
