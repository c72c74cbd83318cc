import { XmlWriter } from '@virtweave/core-util/xml';
import { writeElement } from '../table/table.ts';
import { domainCheckpoint, sizedCheckpoint, type DomainCheckpoint } from './checkpoint.ts';

/** What is written of a checkpoint. The defaults are those of `virDomainCheckpointGetXMLDesc` with no flags. */
export interface DomainCheckpointFormatOptions {
  /** Include passwords (`VIR_DOMAIN_CHECKPOINT_XML_SECURE`). */
  readonly secure?: boolean;
  /** Leave out the guest's definition (`VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN`). */
  readonly noDomain?: boolean;
  /** Include what was written to each disk since (`VIR_DOMAIN_CHECKPOINT_XML_SIZE`). */
  readonly size?: boolean;
}

/** Writes a checkpoint as libvirt writes it (`virDomainCheckpointDefFormat`). */
export function formatDomainCheckpoint(
  checkpoint: DomainCheckpoint,
  options: DomainCheckpointFormatOptions = {},
): string {
  const { domain, ...head } = checkpoint;
  const xml = new XmlWriter();
  const shown = options.noDomain === true ? head : checkpoint;
  writeElement('domaincheckpoint', options.size === true ? sizedCheckpoint : domainCheckpoint, shown, {
    xml,
    inactive: true,
    secure: options.secure ?? false,
    migratable: false,
  });
  return xml.toString();
}
