import type { DiskSource, Domain, NodeName, PrivateSecret, SourcePrivateData } from '@virtweave/core-conf';

/**
 * Names that older versions gave to secrets and credentials without noting them in the status: they followed from the alias of
 * the device.
 */
export function noteOlderAliases({ devices }: Domain): void {
  for (const { source, alias } of devices.disks) {
    if (alias !== undefined) noteObjects(source, alias, `${alias}-luks-secret0`);
  }
  for (const { source, alias } of devices.hostdevs) {
    if (source.type !== 'scsi' || alias === undefined) continue;
    const data = (source.privateData ??= {});
    noteNode(data, { type: 'storage', name: `libvirt-${alias}-backend` });
    if (source.auth !== undefined) noteSecret(data, { type: 'auth', alias: `${alias}-secret0` });
  }
}

function noteObjects(source: DiskSource, alias: string, encryption: string): void {
  const wanted: PrivateSecret[] = [];
  if (source.type === 'network' && source.auth !== undefined) wanted.push({ type: 'auth', alias: `${alias}-secret0` });
  if (source.encryption !== undefined) wanted.push({ type: 'encryption', alias: encryption });
  const tls = source.type === 'network' && source.tls === true;
  if (wanted.length === 0 && !tls) return;
  const data = (source.privateData ??= {});
  for (const secret of wanted) noteSecret(data, secret);
  if (tls) (data.objects ??= {}).tlsAlias ??= `obj${alias}_tls0`;
}

function noteNode(data: SourcePrivateData, node: NodeName): void {
  const nodes = (data.nodeNames ??= []);
  if (!nodes.some(({ type }) => type === node.type)) nodes.push(node);
}

function noteSecret(data: SourcePrivateData, secret: PrivateSecret): void {
  const secrets = ((data.objects ??= {}).secrets ??= []);
  if (!secrets.some(({ type }) => type === secret.type)) secrets.push(secret);
}
