import { VirtError, type ErrorCode } from '@virtweave/core-util/errors';
import type { XmlElement } from '@virtweave/core-util/xml';
import type { Network } from '../network.ts';

/** What is done with the entry (`virNetworkUpdateCommand`). */
export type NetworkUpdateCommand = 'none' | 'modify' | 'delete' | 'add-last' | 'add-first';

/** One change to one section of a network. */
export interface Change {
  readonly network: Network;
  readonly command: NetworkUpdateCommand;
  /** Which `<ip>` is meant; -1: the one that fits. */
  readonly parentIndex: number;
  /** The entry. */
  readonly element: XmlElement;
}

/** The change contradicts what is there. */
export function invalid(detail: string): VirtError {
  return refused(detail, 'VIR_ERR_OPERATION_INVALID');
}

export function notSupported(detail: string): VirtError {
  return refused(detail, 'VIR_ERR_OPERATION_UNSUPPORTED');
}

export function refused(detail: string, code: ErrorCode): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_NETWORK' });
}

export function unknownCommand(command: NetworkUpdateCommand): VirtError {
  return notSupported(`unrecognized network update command code ${commands.indexOf(command)}`);
}

/** In the order of libvirt's numbers: `commands[1]` is `modify`. */
export const commands: readonly NetworkUpdateCommand[] = ['none', 'modify', 'delete', 'add-last', 'add-first'];

export function checkElement({ element, network }: Change, expected: string): void {
  if (element.name === expected) return;
  throw refused(
    `unexpected element <${element.name}>, expecting <${expected}>, while updating network '${network.name}'`,
    'VIR_ERR_XML_ERROR',
  );
}

export function isAdding(command: NetworkUpdateCommand): boolean {
  return command === 'add-first' || command === 'add-last';
}

/** A list with an entry more, or one less. */
export function changed<T>(list: readonly T[], command: NetworkUpdateCommand, entry: T, index: number = -1): T[] {
  switch (command) {
    case 'add-first':
      return [entry, ...list];
    case 'add-last':
      return [...list, entry];
    case 'modify':
      return list.map((one, at) => (at === index ? entry : one));
    case 'delete':
      return list.filter((_one, at) => at !== index);
    default:
      throw unknownCommand(command);
  }
}
