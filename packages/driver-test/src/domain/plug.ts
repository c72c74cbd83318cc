import { formatDomain, type Devices } from '@virtweave/core-conf';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import { isDeepStrictEqual } from 'node:util';
import { parseDefinition, type Definition } from '../documents.ts';
import { domainError, testError } from '../errors.ts';

type Kind = { [K in keyof Devices]-?: NonNullable<Devices[K]> extends readonly unknown[] ? K : never }[keyof Devices];

/** One device of a definition: in which list, and where in it. */
export interface Plug {
  readonly kind: Kind;
  readonly index: number;
  readonly device: Devices[Kind][number];
}

/** The definition with the device of a document added, completed and checked as if the whole had been defined so. */
export function attach(definition: Definition, xml: string): Definition {
  const wish = readXml(xml, { name: '(device_definition)' });
  const target = wish.child('target')?.attr('dev');
  if (wish.name === 'disk' && definition.devices.disks.some((disk) => disk.target.dev === target))
    throw testError('VIR_ERR_OPERATION_FAILED', `target ${target ?? ''} already exists`);
  const mac = wish.name === 'interface' ? wish.child('mac')?.attr('address')?.toLowerCase() : undefined;
  if (mac !== undefined && definition.devices.interfaces.some((one) => one.mac?.address === mac))
    throw testError('VIR_ERR_OPERATION_FAILED', `network device with mac ${mac} already exists`);
  return parseWith(definition, wish);
}

/** The definition without the device that a document describes. */
export function detach(definition: Definition, xml: string): Definition {
  return without(definition, find(definition, readXml(xml, { name: '(device_definition)' })));
}

/** The definition without the device of this alias. */
export function detachAlias(definition: Definition, alias: string): Definition {
  for (const plug of plugs(definition)) {
    const own = (plug.device as { alias?: string | { name?: string } }).alias;
    if (own === alias || (typeof own === 'object' && own.name === alias)) return without(definition, plug);
  }
  throw domainError('VIR_ERR_DEVICE_MISSING', `no device found with alias ${alias}`);
}

/** The definition with the device that a document describes in place of the one that it replaces. */
export function update(definition: Definition, xml: string): Definition {
  const wish = readXml(xml, { name: '(device_definition)' });
  const old = find(definition, wish);
  const bare = without(definition, old);
  const changed = parseWith(bare, wish);
  const list = [...changed.devices[old.kind]] as unknown[];
  const [device] = list.splice(list.length - 1, 1);
  list.splice(old.index, 0, device);
  return { ...changed, devices: { ...changed.devices, [old.kind]: list } };
}

function parseWith(definition: Definition, device: XmlElement): Definition {
  const root = readXml(formatDomain(definition, { inactive: true, secure: true }));
  const children = root.children.map((child) =>
    child.kind === 'element' && child.name === 'devices'
      ? new XmlElement('devices', child.attributes, [...child.children, device])
      : child,
  );
  const { id: _, ...parsed } = parseDefinition(new XmlElement(root.name, root.attributes, children));
  return parsed;
}

/** Disks are known by their target, interfaces by their address; others must be as the document says. */
function find(definition: Definition, wish: XmlElement): Plug {
  const all = plugs(definition);
  if (wish.name === 'disk') {
    const target = wish.child('target')?.attr('dev');
    const found = all.find(({ kind, device }) => kind === 'disks' && (device as Devices['disks'][number]).target.dev === target);
    if (found !== undefined) return found;
    throw domainError('VIR_ERR_DEVICE_MISSING', `no target device ${target ?? ''}`);
  }
  if (wish.name === 'interface') {
    const mac = wish.child('mac')?.attr('address')?.toLowerCase();
    const found = all.find(
      ({ kind, device }) => kind === 'interfaces' && (mac === undefined || (device as Devices['interfaces'][number]).mac?.address === mac),
    );
    if (found !== undefined) return found;
    throw domainError('VIR_ERR_DEVICE_MISSING', `no device matching MAC address ${mac ?? ''} found`);
  }
  const grown = parseWith(definition, wish);
  const seen = all.map(({ device }) => device);
  const added = plugs(grown).find(({ device }) => !seen.some((one) => isDeepStrictEqual(one, device)));
  const like = added === undefined ? all.find(({ kind }) => grown.devices[kind].length > definition.devices[kind].length) : undefined;
  if (like !== undefined) {
    const last = grown.devices[like.kind].at(-1);
    const same = all.find(({ kind, device }) => kind === like.kind && isDeepStrictEqual(device, last));
    if (same !== undefined) return same;
  }
  throw domainError('VIR_ERR_DEVICE_MISSING', `device '${wish.name}' not found`);
}

function plugs({ devices }: Definition): readonly Plug[] {
  return Object.entries(devices).flatMap(([kind, list]) =>
    Array.isArray(list) ? list.map((device, index) => ({ kind: kind as Kind, index, device: device as Plug['device'] })) : [],
  );
}

function without(definition: Definition, { kind, index }: Plug): Definition {
  const list = (definition.devices[kind] as readonly unknown[]).filter((_, at) => at !== index);
  return { ...definition, devices: { ...definition.devices, [kind]: list } };
}
