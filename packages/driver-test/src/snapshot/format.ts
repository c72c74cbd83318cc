import { XmlWriter } from '@virtweave/core-util/xml';
import { formatDomain } from '@virtweave/core-conf';
import type { Snapshot } from './snapshot.ts';

/** The `<domainsnapshot>` document of a snapshot. */
export function formatSnapshot(snapshot: Snapshot, options: { readonly secure: boolean }): string {
  const xml = new XmlWriter();
  xml.open('domainsnapshot').leaf('name', snapshot.name);
  if (snapshot.description !== undefined) xml.leaf('description', snapshot.description);
  xml.leaf('state', snapshot.state);
  if (snapshot.parent !== undefined) xml.open('parent').leaf('name', snapshot.parent).close();
  xml.leaf('creationTime', String(snapshot.creationTime));
  xml.open('memory').attr('snapshot', snapshot.memory);
  if (snapshot.memoryFile !== undefined) xml.attr('file', snapshot.memoryFile);
  xml.close();
  if (snapshot.disks.length > 0) {
    xml.open('disks');
    for (const { name, snapshot: location } of snapshot.disks)
      xml.open('disk').attr('name', name).attr('snapshot', location).close();
    xml.close();
  }
  const { definition, domainUuid } = snapshot;
  if (definition !== undefined) xml.raw(formatDomain(definition, { inactive: true, secure: options.secure, indent: 2 }));
  else if (domainUuid !== undefined) xml.open('domain').leaf('uuid', domainUuid).close();
  xml.close();
  return xml.toString();
}
