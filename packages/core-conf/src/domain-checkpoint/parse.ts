import type { RandomBytes } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { uint64 } from '../table/codec.ts';
import { openDocument } from '../table/document.ts';
import { problem } from '../table/problem.ts';
import { readTable } from '../table/table.ts';
import { completeDomain } from '../domain/complete/complete.ts';
import type { DomainDriver } from '../domain/complete/context.ts';
import { completeMoment } from '../moment/moment.ts';
import { checkpointRequest, domainCheckpoint, type DomainCheckpoint } from './checkpoint.ts';

/** How a `<domaincheckpoint>` document is read. Unknown names are always refused. */
export interface DomainCheckpointParseOptions {
  /** It describes a checkpoint that exists, not one to be made (`VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE`). */
  readonly redefine?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
  /** What the hypervisor driver adds to the rules for the definition inside. */
  readonly driver?: DomainDriver;
  readonly random?: RandomBytes;
  /** Seconds since the epoch, for a new checkpoint. */
  readonly now?: () => number;
}

/**
 * Reads a `<domaincheckpoint>` document (`virDomainCheckpointDefParseString`).
 *
 * @throws VirtError `VIR_ERR_XML_INVALID_SCHEMA` and others, with the place in the document
 */
export function parseDomainCheckpoint(
  document: string | XmlElement,
  options: DomainCheckpointParseOptions = {},
): DomainCheckpoint {
  const root = openDocument(document, 'domaincheckpoint', domainCheckpoint, {
    ...options,
    strict: true,
    defaultName: '(domain_checkpoint)',
  });
  checkSchema(root);
  if (options.redefine !== true) {
    const checkpoint: DomainCheckpoint = readTable(checkpointRequest, root, { inactive: true, status: false });
    completeMoment(checkpoint, options.now);
    return checkpoint;
  }
  const checkpoint = readTable(domainCheckpoint, root, { inactive: true, status: false });
  if (checkpoint.name === undefined) throw problem(root, 'a redefined checkpoint must have a name');
  if (checkpoint.creationTime === undefined)
    throw problem(root, 'missing creationTime from existing checkpoint', { code: 'VIR_ERR_INTERNAL_ERROR' });
  if (checkpoint.domain !== undefined) completeDomain(checkpoint.domain, { ...options, inactive: true });
  return checkpoint;
}

/** No leading dot, and nothing that a file name cannot hold. */
const namePattern = /^[a-zA-Z0-9_-][a-zA-Z0-9_.-]*$/;

/** libvirt holds these documents against its schema, whatever the flags say. */
function checkSchema(root: XmlElement): void {
  const refuse = (element: XmlElement, detail: string, attribute?: string): never => {
    throw problem(element, detail, {
      code: 'VIR_ERR_XML_INVALID_SCHEMA',
      ...(attribute !== undefined && { attribute }),
    });
  };
  const number = (element: XmlElement, text: string, attribute?: string): void => {
    if (uint64.parse(text) === undefined) refuse(element, `'${text}' is no unsigned number`, attribute);
  };
  for (const element of [root.child('name'), root.child('parent')?.child('name')]) {
    if (element !== undefined && !namePattern.test(element.text))
      refuse(
        element,
        `'${element.text}' can not name a checkpoint: letters, digits, '_', '-' and, behind the first, '.' can`,
      );
  }
  const time = root.child('creationTime');
  if (time !== undefined) number(time, time.text);
  const domain = root.child('domain');
  if (domain !== undefined && domain.attr('type') === undefined)
    refuse(domain, "Missing required attribute 'type' in element 'domain'");
  const disks = root.child('disks');
  if (disks !== undefined && disks.child('disk') === undefined)
    refuse(disks, "missing element 'disk' in element 'disks'");
  for (const disk of disks?.all('disk') ?? []) {
    const kind = disk.attr('checkpoint') ?? 'bitmap';
    const size = disk.attr('size');
    if (disk.attr('name') === undefined) refuse(disk, "Missing required attribute 'name' in element 'disk'");
    if (kind !== 'no' && kind !== 'bitmap')
      refuse(disk, `Invalid value for attribute 'checkpoint' in element 'disk': '${kind}'.`, 'checkpoint');
    if (kind === 'no' && (size ?? disk.attr('bitmap')) !== undefined)
      refuse(
        disk,
        `a disk without checkpoint has no ${size === undefined ? 'bitmap' : 'size'}`,
        size === undefined ? 'bitmap' : 'size',
      );
    if (size !== undefined) number(disk, size, 'size');
  }
}
