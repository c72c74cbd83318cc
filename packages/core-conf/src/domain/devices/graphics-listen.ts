import type { XmlElement } from '@virtweave/core-util/xml';
import { oneOf, str } from '../../table/codec.ts';
import type { ReadContext, WriteContext } from '../../table/context.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { problem } from '../../table/problem.ts';
import { readTable, table, writeElement, type Table } from '../../table/table.ts';

/** `<listen>`: where a graphics server waits for its viewers. */
export interface Listen {
  type: 'none' | 'address' | 'network' | 'socket';
  /** Type `address`: of the host. Of a running guest also with type `network`. */
  address?: string;
  /** Type `network`: the host's address in that network. */
  network?: string;
  /** Type `socket`: path; absent: chosen at start. */
  socket?: string;
}

/** The table of `<listen>`. */
export const listenTable: Table<Listen> = table<Listen>(() => ({
  type: attrRequired('type', oneOf('none', 'address', 'network', 'socket')),
  address: attr('address', str),
  network: attr('network', str),
  socket: attr('socket', str),
}));

/** The listens of a graphics element, with those that older documents say in attributes of `<graphics>`. */
export function readListens(graphics: XmlElement, context: ReadContext, options: { socket: boolean }): Listen[] {
  const listens = graphics.all('listen').map((element) => {
    const listen = readTable(listenTable, element, context);
    if (listen.type === 'network' && context.inactive) delete listen.address;
    return listen;
  });
  const socket = options.socket ? graphics.attr('socket') : undefined;
  const first = listens[0];
  if (socket !== undefined) {
    if (first?.type === 'socket' && first.socket !== undefined && first.socket !== socket) {
      throw problem(
        graphics,
        `graphics 'socket' attribute '${socket}' must match 'socket' attribute of first listen element (found '${first.socket}')`,
        { attribute: 'socket' },
      );
    }
    listens.splice(0, 1, { type: 'socket', socket });
    return listens;
  }
  const address = graphics.attr('listen');
  if (address !== undefined && address !== '') {
    if (first === undefined) listens.push({ type: 'address', address });
    else if (first.type === 'address' && first.address !== address) {
      throw problem(
        graphics,
        `graphics 'listen' attribute '${address}' must match 'address' attribute of first listen element (found '${first.address ?? 'none'}')`,
        { attribute: 'listen' },
      );
    }
  }
  if (listens.length === 0) listens.push({ type: 'address' });
  return listens;
}

export function writeListens(listens: readonly Listen[], out: WriteContext): void {
  for (const listen of listens) {
    const { address, ...rest } = listen;
    const shown = listen.type === 'network' && out.inactive ? rest : listen;
    writeElement('listen', listenTable, shown, out);
  }
}

/** The address that older readers look for in `<graphics listen='..'>`. */
export function listenAttribute(listens: readonly Listen[], out: WriteContext): string | undefined {
  const first = listens[0];
  if (first === undefined || first.address === undefined) return undefined;
  if (first.type === 'address' || (first.type === 'network' && !out.inactive)) return first.address;
  return undefined;
}

