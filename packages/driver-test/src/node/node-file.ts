import type { DriverContext, NodeInfo } from '@virtweave/core-api';
import { DomainShutoffReason, DomainState } from '@virtweave/core-api/constants';
import type { Host } from '@virtweave/core-util';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import { dirname, resolve } from 'node:path';
import { parseDefinition } from '../documents.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import { domainError, testError } from '../errors.ts';
import { nodeSnapshot } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { defaultInfo } from './default-node.ts';
import { TestNode } from './test-node.ts';

const namespace = 'http://libvirt.org/schemas/domain/test/1.0';

/** States that a domain of a node document may be in, by libvirt's number. */
const runningStates: readonly number[] = [
  DomainState.VIR_DOMAIN_RUNNING,
  DomainState.VIR_DOMAIN_BLOCKED,
  DomainState.VIR_DOMAIN_PAUSED,
  DomainState.VIR_DOMAIN_SHUTDOWN,
  DomainState.VIR_DOMAIN_CRASHED,
  DomainState.VIR_DOMAIN_PMSUSPENDED,
];

/**
 * Makes the node that a document describes: `<cpu>` and `<memory>` of the host, and domains, written inline or in files of
 * their own (`<domain file='web.xml'/>`, relative to the document). Elements of the test namespace say how each stands:
 * `<test:runstate>`, `<test:transient>`, `<test:hasmanagedsave>`, `<test:domainsnapshot>`.
 */
export async function readNodeFile(path: string, context: DriverContext): Promise<TestNode> {
  const host = await context.host();
  const root = await readDocument(host, path, context.signal);
  if (root.name !== 'node')
    throw domainError('VIR_ERR_XML_ERROR', `expecting root element of 'node', not '${root.name}'`);
  const node = new TestNode(readInfo(root), []);
  for (const element of root.all('domain')) {
    await addDomain(node, await elementOrFile(element, host, path, context.signal), host, path, context.signal);
  }
  const read = (element: XmlElement): Promise<XmlElement> => elementOrFile(element, host, path, context.signal);
  if (root.elements.some(({ name }) => name !== 'domain')) {
    const { addHostObjects } = await import('./host-objects.ts');
    await addHostObjects(node, root, read);
  }
  return node;
}

/** Reads a document; a file that cannot be read is reported in libvirt's words. */
async function readDocument(host: Host, path: string, signal: AbortSignal | undefined): Promise<XmlElement> {
  let text: Buffer;
  try {
    text = await host.readFile(path, { signal });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw testError('VIR_ERR_XML_ERROR', `failed to parse xml document '${path}'`, { cause });
  }
  return readXml(text, { name: path });
}

/** The element itself, or the root of the file that its `file` attribute names. */
async function elementOrFile(
  element: XmlElement,
  host: Host,
  nodePath: string,
  signal: AbortSignal | undefined,
): Promise<XmlElement> {
  const file = element.attr('file');
  return file === undefined ? element : readDocument(host, resolve(dirname(nodePath), file), signal);
}

function readInfo(root: XmlElement): NodeInfo {
  const cpu = root.child('cpu');
  const count = (parent: XmlElement | undefined, name: string): number | undefined => {
    const text = parent?.child(name)?.text.trim();
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text)) throw testError('VIR_ERR_XML_ERROR', `invalid node ${name} value '${text}'`);
    return Number(text);
  };
  return {
    model: cpu?.child('model')?.text ?? defaultInfo.model,
    memory: BigInt(count(root, 'memory') ?? defaultInfo.memory),
    cpus: count(cpu, 'active') ?? defaultInfo.cpus,
    mhz: count(cpu, 'mhz') ?? defaultInfo.mhz,
    nodes: count(cpu, 'nodes') ?? defaultInfo.nodes,
    sockets: count(cpu, 'sockets') ?? defaultInfo.sockets,
    cores: count(cpu, 'cores') ?? defaultInfo.cores,
    threads: count(cpu, 'threads') ?? defaultInfo.threads,
  };
}

async function addDomain(
  node: TestNode,
  element: XmlElement,
  host: Host,
  nodePath: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { extensions, ...definition } = parseDefinition(element);
  const wishes = extensions?.uri === namespace ? extensions.elements : [];
  const state = runState(wishes);
  const transient = wishes.some((one) => localName(one) === 'transient');
  const managedSave = wishes.some((one) => localName(one) === 'hasmanagedsave');
  const active = state !== DomainState.VIR_DOMAIN_SHUTOFF;
  if (transient && !active)
    throw testError('VIR_ERR_XML_ERROR', "transient domain cannot have runstate 'shutoff'");
  if (managedSave && active)
    throw testError('VIR_ERR_XML_ERROR', `domain with managedsave data can only have runstate 'shutoff'`);
  const domain = transient ? node.transient(definition) : node.define(definition).domain;
  if (active) node.start(domain);
  domain.setState(state, DomainShutoffReason.VIR_DOMAIN_SHUTOFF_UNKNOWN);
  if (managedSave) domain.managedSave = true;
  const snapshots: Snapshot[] = [];
  for (const one of wishes) {
    if (localName(one) === 'domainsnapshot')
      snapshots.push(nodeSnapshot(await elementOrFile(one, host, nodePath, signal)));
  }
  addNodeSnapshots(domain, snapshots);
}

function runState(wishes: readonly XmlElement[]): number {
  const element = wishes.find((one) => localName(one) === 'runstate');
  if (element === undefined) return DomainState.VIR_DOMAIN_RUNNING;
  const state = Number(element.text.trim());
  if (state !== DomainState.VIR_DOMAIN_SHUTOFF && !runningStates.includes(state))
    throw testError('VIR_ERR_XML_ERROR', `runstate '${element.text.trim()}' out of range'`);
  return state;
}

function addNodeSnapshots(domain: TestDomain, snapshots: readonly Snapshot[]): void {
  const current = snapshots.filter(({ active }) => active === true);
  if (current.length > 1) throw testError('VIR_ERR_INTERNAL_ERROR', 'more than one snapshot claims to be active');
  if (domain.snapshots.addAll(snapshots).length > 0)
    throw testError('VIR_ERR_INTERNAL_ERROR', `Snapshots have inconsistent relations for domain ${domain.name}`);
  domain.snapshots.current = current[0];
}

function localName(element: XmlElement): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}
