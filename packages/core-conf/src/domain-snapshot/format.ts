import { XmlWriter } from '@virtweave/core-util/xml';
import type { WriteContext } from '../table/context.ts';
import { writeTable } from '../table/table.ts';
import { domainSnapshot, type DomainSnapshot } from './snapshot.ts';

/** What is written of a snapshot. The defaults are those of `virDomainSnapshotGetXMLDesc` with no flags. */
export interface DomainSnapshotFormatOptions {
  /** Include passwords (`VIR_DOMAIN_SNAPSHOT_XML_SECURE`). */
  readonly secure?: boolean;
  /** Also what drivers note for themselves: whether the snapshot is the current one. */
  readonly internal?: boolean;
  /** UUID of the guest, for a snapshot without definition. */
  readonly domainUuid?: string;
}

/** Writes a snapshot as libvirt writes it (`virDomainSnapshotDefFormat`). */
export function formatDomainSnapshot(snapshot: DomainSnapshot, options: DomainSnapshotFormatOptions = {}): string {
  const { active, domain, inactiveDomain, cookie, ...head } = snapshot;
  const xml = new XmlWriter();
  const out: WriteContext = { xml, inactive: true, secure: options.secure ?? false, migratable: false };
  xml.open('domainsnapshot');
  writeTable(domainSnapshot, head, out);
  if (domain !== undefined) writeTable(domainSnapshot, { domain }, out);
  else if (options.domainUuid !== undefined) xml.open('domain').leaf('uuid', options.domainUuid).close();
  writeTable(domainSnapshot, { ...(inactiveDomain && { inactiveDomain }), ...(cookie && { cookie }) }, out);
  if (options.internal === true) xml.leaf('active', active === true ? '1' : '0');
  return xml.close().toString();
}
