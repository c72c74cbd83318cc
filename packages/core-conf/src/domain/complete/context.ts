import type { RandomBytes } from '@virtweave/core-util/values';
import type { Domain } from '../domain.ts';
import type { Device } from './devices.ts';

/** What is known while a document is completed. */
export interface CompletionContext {
  /** The document describes a stopped guest. */
  readonly inactive: boolean;
  readonly random: RandomBytes;
  readonly driver: DomainDriver;
}

/**
 * What a hypervisor driver brings to the completion and the checks of a document, as a value. Steps run in the order in
 * which they stand here, with the rules that all drivers share in between.
 */
export interface DomainDriver {
  /** First three bytes of generated MAC addresses. Default `52:54:00`. */
  readonly macPrefix?: string;
  /** SCSI controllers take 15 disks, not 7 (`VIR_DOMAIN_DEF_FEATURE_WIDE_SCSI`). */
  readonly wideScsi?: boolean;
  /** What the shared rules build on: architecture, machine, emulator (`domainPostParseBasicCallback`). */
  prepare?(domain: Domain, context: CompletionContext): void;
  /** Implicit devices and settings of the whole guest (`domainPostParseCallback`). */
  complete?(domain: Domain, context: CompletionContext): void;
  /** Defaults of one device (`deviceDefPostParseCallback`). */
  completeDevice?(device: Device, domain: Domain, context: CompletionContext): void;
  /** Addresses of all devices (`assignAddressesCallback`). */
  assignAddresses?(domain: Domain, context: CompletionContext): void;
  /** What this hypervisor cannot run (`domainValidateCallback`). */
  validate?(domain: Domain): void;
  /** The same for one device (`deviceValidateCallback`). */
  validateDevice?(device: Device, domain: Domain): void;
}
