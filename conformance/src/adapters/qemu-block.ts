import { readDomain, formatDomain, parseDomain, type Disk, type DiskSource } from '@virtweave/core-conf';
import { parseBackingStore } from '@virtweave/core-util/image';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import {
  backingStoreString,
  backupBitmap,
  blockcommitBitmaps,
  blockcopyBitmaps,
  checkNodeNames,
  createOptions,
  deleteBitmap,
  formatJson,
  formatNode,
  formatNodeProps,
  isBitmapValid,
  lowerProps,
  readBlockNodes,
  statusImages,
  storageNode,
  storageNodeProps,
  storageProps,
  targetProps,
  topProps,
  type BlockNodes,
  type JsonValue,
  type OpenOptions,
  type Props,
  type StatusImage,
  type TransactionAction,
} from '@virtweave/driver-qemu/block';
import { isVirtError } from '@virtweave/core-util';
import { parseJson } from '@virtweave/driver-qemu/qmp';
import type { Adapter, CaseFiles } from '../adapter.ts';

type Case = Readonly<Record<string, unknown>>;

/** Disk sources as block nodes, new images, and dirty bitmaps over a chain of five images. */
export const run: Adapter = async (testCase, files) => {
  switch (testCase['op']) {
    case 'source-xml-json-xml':
      return { expected: sourceThroughJson(testCase) };
    case 'disk-xml-to-blockdev':
      return diskToBlockdev(await files.read(String(testCase['input'])));
    case 'json-to-json': {
      const { source, ...login } = parseBackingStore((await files.read(String(testCase['input']))).trim());
      return { expected: pretty(targetProps(source, login)) };
    }
    case 'image-create':
      return imageCreate(testCase, files);
    case 'bitmap-validate':
      return { valid: isBitmapValid(chain, String(testCase['bitmap']), await nodesOf(testCase, files)) };
    case 'bitmap-detect':
      return { expected: describeBitmaps(await nodesOf(testCase, files)) };
    default:
      return { expected: transaction(testCase, await nodesOf(testCase, files)) };
  }
};

const chain = [1, 2, 3, 4, 5].map((id) => `libvirt-${id}-format`);

async function nodesOf(testCase: Case, files: CaseFiles): Promise<BlockNodes> {
  return readBlockNodes(parseJson(await files.read(String(testCase['nodeData'] ?? testCase['input']))));
}

function transaction(testCase: Case, nodes: BlockNodes): string {
  switch (testCase['op']) {
    case 'backup-bitmap': {
      const target = { node: String(testCase['target']), name: String(testCase['targetBitmap']) };
      return actionsText(backupBitmap(chain, String(testCase['incremental']), nodes, target));
    }
    case 'checkpoint-delete':
      return deletion(testCase, nodes);
    case 'bitmap-blockcopy':
      return actionsText(blockcopyBitmaps(chain, testCase['shallow'] === true, String(testCase['mirror']), nodes));
    case 'bitmap-blockcommit': {
      const actions = blockcommitBitmaps(chain, Number(testCase['top']) - 1, Number(testCase['base']) - 1, nodes);
      return `merge bitmpas:\n${actions.length === 0 ? '' : actionsText(actions)}`;
    }
    default:
      throw new Error(`unknown operation ${String(testCase['op'])}`);
  }
}

function deletion(testCase: Case, nodes: BlockNodes): string {
  try {
    const { actions, reopen } = deleteBitmap(chain, String(testCase['bitmap']), nodes, String(testCase['diskDst']));
    return `${actionsText(actions)}${reopen.length === 0 ? '' : `reopen nodes:\n${reopen.join('\n')}\n`}`;
  } catch (error) {
    if (isVirtError(error)) return 'NULL\n';
    throw error;
  }
}

const actionsText = (actions: readonly TransactionAction[]): string => pretty(actions as unknown as JsonValue);

function describeBitmaps(nodes: BlockNodes): string {
  return chain
    .flatMap((name) => {
      const node = nodes.get(name);
      if (node === undefined) return [];
      const bit = (value: boolean): number => (value ? 1 : 0);
      const lines = node.bitmaps.map(
        (one) =>
          `${one.name.padStart(9)}: record:${bit(one.recording)} busy:${bit(one.busy)} persist:${bit(one.persistent)} ` +
          `inconsist:${bit(one.inconsistent)} gran:${one.granularity} dirty:${one.dirty}\n`,
      );
      return [`${name}:\n`, ...lines];
    })
    .join('');
}

function diskToBlockdev(xml: string): { expected: string; expectedSourceOnly: string } {
  const { disk, images } = readDisk(xml);
  const { driver } = disk;
  const options: OpenOptions = {
    cache: driver?.cache,
    io: driver?.io,
    discard: driver?.discard,
    detectZeroes: driver?.detectZeroes,
  };
  const blocks: string[] = [];
  const targets: string[] = [];
  images.forEach(({ image, objects }, i) => {
    checkNodeNames(image);
    const below = images[i + 1]?.image;
    const format = formatNodeProps(image, {
      common: topProps(image, options, i === 0),
      file: storageNode(image),
      below: below === undefined ? undefined : formatNode(below),
      keySecret: `${formatNode(image)}-encalias`,
    });
    const login = image.source.type === 'network' && image.source.auth !== undefined;
    const authSecret = login ? `${storageNode(image)}-secalias` : undefined;
    const storage = storageProps(
      image.source,
      { ...objects, authSecret },
      { readonly: image.readonly, io: options.io, isFloppy: image.isFloppy },
    );
    blocks.push(pretty(format), pretty(storageNodeProps(image, storage, lowerProps(options))));
    const own = targetProps(image.source, { isFloppy: image.isFloppy });
    const named = backingStoreString(image.source, image.format, pretty);
    targets.push(
      `(\n  source only properties:\n${indent(pretty(own))}  backing store string:\n${indent(`${named}\n`)})\n`,
    );
  });
  return { expected: blocks.join(''), expectedSourceOnly: targets.join('') };
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

async function imageCreate(testCase: Case, files: CaseFiles): Promise<{ expected: string }> {
  const top = readDisk(await files.read(String(testCase['input']))).images[0];
  if (top === undefined) throw new Error('a disk has an image');
  const below = testCase['backing'];
  const backing = below === null ? undefined : readDisk(await files.read(String(below))).images[0];
  const { protocol, format } = createOptions(top.image, {
    capacity: BigInt(String(testCase['capacity'])),
    physical: BigInt(String(testCase['physical'])),
    backing: backing?.image,
    encryptionSecret: `${formatNode(top.image)}-encalias`,
  });
  // libvirt's JSON ends with a newline of its own.
  const part = (props: Props | undefined): string => `${props === undefined ? '<null>' : pretty(props)}\n`;
  return { expected: `protocol:\n${part(protocol)}format:\n${part(format)}`.replace(/\n\n$/, '\n') };
}

/** A disk by itself, with what only a status document has. */
function readDisk(xml: string): { readonly disk: Disk; readonly images: readonly StatusImage[] } {
  const element = readXml(xml);
  const target = element.child('target') === undefined ? `<target dev='vda'/>` : '';
  // Comments may stand behind the element.
  const end = xml.lastIndexOf('</disk');
  const inner = xml.slice(0, end) + target + xml.slice(end);
  const root = readXml(`<domain type='kvm'><name>d</name><os><type>hvm</type></os><devices>${inner}</devices></domain>`);
  const [disk] = readDomain(root, { inactive: false, status: true }).devices.disks;
  if (disk === undefined) throw new Error('the disk is gone');
  const [diskElement] = (root.child('devices') as XmlElement).all('disk');
  return { disk, images: statusImages(disk, diskElement as XmlElement) };
}

function sourceThroughJson(testCase: Case): string {
  const xml = `<disk type='${String(testCase['storageType'])}'>${String(testCase['xml'])}<target dev='vda'/></disk>`;
  const { source } = readDisk(xml).disk;
  return sourceXml(parseBackingStore(`json:{"file":${formatJson(targetProps(source))}}`).source);
}

const empty = `<domain type='qemu'><name>d</name><memory>1</memory><os><type arch='x86_64'>hvm</type></os>
  <devices><disk type='file'><target dev='vda' bus='virtio'/></disk></devices></domain>`;

/** The element alone: a disk with this source is written, and what is not the source is taken away. */
function sourceXml(source: DiskSource): string {
  const domain = parseDomain(empty, { inactive: true });
  const [disk] = domain.devices.disks;
  if (disk === undefined) throw new Error('the disk is gone');
  disk.source = source;
  const lines = formatDomain(domain, { inactive: true }).split('\n');
  const first = lines.findIndex((line) => line.startsWith('      <source'));
  const last = lines[first]?.endsWith('/>') === true ? first : lines.indexOf('      </source>');
  return `${lines.slice(first, last + 1).map((line) => line.slice(6)).join('\n')}\n`;
}

/** JSON as libvirt writes it for people. */
function pretty(value: JsonValue): string {
  return `${prettyAt(value, '')}\n`;
}

function prettyAt(value: JsonValue, margin: string): string {
  if (value === null || typeof value !== 'object') return formatJson(value);
  const inner = `${margin}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? (value as readonly JsonValue[]).map((item) => prettyAt(item, inner))
    : Object.entries(value as Props).flatMap(([name, member]) =>
        member === undefined ? [] : [`${JSON.stringify(name)}: ${prettyAt(member, inner)}`],
      );
  const [open, close] = isList ? '[]' : '{}';
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${margin}${close}`;
}
