import type { VirtError } from '@virtweave/core-util/errors';
import { decodeMessageError } from '../protocol/types.generated.ts';
import { errorFromWire } from '../wire/errors.ts';
import type { Message } from '../wire/message.ts';
import { XdrReader } from '../xdr/reader.ts';

/** The error that a message carries. */
export function errorOf(message: Message): VirtError {
  return errorFromWire(decodeMessageError(new XdrReader(message.payload)));
}
