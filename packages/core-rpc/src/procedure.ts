import type { XdrReader } from './xdr/reader.ts';
import type { XdrWriter } from './xdr/writer.ts';

/** One procedure of a program: its number, and how its arguments and its answer are written. */
export interface Procedure<Args, Ret> {
  readonly program: number;
  readonly number: number;
  /** As in the protocol, without `remote_`: `domain_create_with_flags`, `qemu_domain_attach`. */
  readonly name: string;
  encodeArgs(w: XdrWriter, args: Args): void;
  decodeArgs(r: XdrReader): Args;
  encodeRet(w: XdrWriter, ret: Ret): void;
  decodeRet(r: XdrReader): Ret;
  /** libvirt answers it even while its ordinary workers are all busy. */
  readonly high?: true;
  /** A stream begins with the answer, which the client mainly reads or writes. */
  readonly stream?: 'read' | 'write';
  /** Flag of the call that allows holes in the stream. */
  readonly sparse?: number;
}

/** One message that a server sends on its own. */
export interface EventMessage<Message> {
  readonly program: number;
  readonly number: number;
  readonly name: string;
  encode(w: XdrWriter, message: Message): void;
  decode(r: XdrReader): Message;
}

export type AnyProcedure = Procedure<unknown, unknown>;
export type AnyEventMessage = EventMessage<unknown>;

/** Codec of what has no arguments, or no answer. */
export function nothing(): void {}
