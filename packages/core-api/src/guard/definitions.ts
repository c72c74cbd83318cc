import type { Definition, DocumentFormat, DocumentTypes } from '@virtweave/core-conf';

/** Which argument of a call defines something, and in which format. */
const definitions = {
  domainBackupBegin: [1, 'domain-backup'],
  domainCheckpointCreateXML: [1, 'domain-checkpoint'],
  domainCreateXML: [0, 'domain'],
  domainCreateXMLWithFiles: [0, 'domain'],
  domainDefineXMLFlags: [0, 'domain'],
  domainSnapshotCreateXML: [1, 'domain-snapshot'],
  interfaceDefineXML: [0, 'interface'],
  networkCreateXMLFlags: [0, 'network'],
  networkDefineXMLFlags: [0, 'network'],
  networkPortCreateXML: [1, 'network-port'],
  nodeDeviceCreateXML: [0, 'node-device'],
  nodeDeviceDefineXML: [0, 'node-device'],
  nwfilterBindingCreateXML: [0, 'nwfilter-binding'],
  nwfilterDefineXMLFlags: [0, 'nwfilter'],
  secretDefineXML: [0, 'secret'],
  storagePoolCreateXML: [0, 'storage-pool'],
  storagePoolDefineXML: [0, 'storage-pool'],
  storageVolCreateXML: [1, 'storage-vol'],
  storageVolCreateXMLFrom: [1, 'storage-vol'],
} as const;

type Definitions = typeof definitions;

/** A definition as users give it: the document, or its object. */
export type DocumentOrObject<F extends DocumentFormat> = string | Definition<DocumentTypes[F]>;

/** The arguments `A` of the member `M`: where a definition stands, its object may stand. */
export type WithObjects<M, A extends readonly unknown[]> = M extends keyof Definitions
  ? { [I in keyof A]: I extends `${Definitions[M][0]}` ? DocumentOrObject<Definitions[M][1]> : A[I] }
  : A;

/** Puts the document of an object into its place among the arguments; what is text already stays as it is. */
export async function writeDefinition(member: string, args: unknown[]): Promise<void> {
  const { checkDefinition, toXML } = await import('@virtweave/core-conf');
  const [index, format] = definitions[member as keyof Definitions] as readonly [number, DocumentFormat];
  args[index] = toXML(format, checkDefinition(format, args[index] as Definition<DocumentTypes[DocumentFormat]>));
}

/** A call got an object where a document is due. */
export function isObjectGiven(member: string, args: readonly unknown[]): boolean {
  const found = Object.hasOwn(definitions, member) ? definitions[member as keyof Definitions] : undefined;
  const value = found === undefined ? undefined : args[found[0]];
  return typeof value === 'object' && value !== null;
}
