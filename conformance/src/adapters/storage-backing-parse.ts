import { formatDomain, parseDomain, type DiskSource } from '@virtweave/core-conf';
import { isVirtError } from '@virtweave/core-util';
import { parseBackingStore, type BackingStore } from '@virtweave/core-util/image';
import type { Adapter } from '../adapter.ts';

/** Backing store strings, written as the source of a disk. */
export const run: Adapter = ({ backing }) => {
  let store: BackingStore;
  try {
    store = parseBackingStore(String(backing));
  } catch (error) {
    if (isVirtError(error)) return { expectedXml: null, result: -1 };
    throw error;
  }
  return { expectedXml: sourceXml(store.source), result: store.complete ? 0 : 1 };
};

const empty = `<domain type='qemu'><name>d</name><memory>1</memory><os><type arch='x86_64'>hvm</type></os>
  <devices><disk type='file'><target dev='vda' bus='virtio'/></disk></devices></domain>`;

/** The element alone: a disk with this source is written, and what is not the source is taken away. */
function sourceXml(source: DiskSource): string {
  const domain = parseDomain(empty, { inactive: true });
  const disk = domain.devices?.disks?.[0];
  if (disk === undefined) throw new TypeError('the disk is gone');
  disk.source = source;
  const lines = formatDomain(domain, { inactive: true }).split('\n');
  const first = lines.findIndex((line) => line.startsWith('      <source'));
  const last = lines[first]?.endsWith('/>') === true ? first : lines.indexOf('      </source>');
  return `${lines.slice(first, last + 1).map((line) => line.slice(6)).join('\n')}\n`;
}
