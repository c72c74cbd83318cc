import { decodeMessage, headerSize, largestMessage, messageType, type Message } from './message.ts';
import { rpcError } from './rpc-error.ts';
import { XdrReader } from '../xdr/reader.ts';
import { protocol } from '../protocol/constants.generated.ts';

/** Pieces below this size are put together when there are many: who sends byte by byte must not cost an object for each. */
const smallPiece = 64 * 1024;
const manyPieces = 64;

/**
 * Cuts what a socket gives into messages. A message may come in any number of pieces; they are kept as they are, so that
 * a claimed length alone allocates nothing.
 */
export class FrameReader {
  readonly #largest: number;
  #pieces: Buffer[] = [];
  #held = 0;
  /** How many of the last pieces are small ones. */
  #small = 0;
  /** Bytes that carry descriptors come behind their message, one each; Node has no use for them. */
  #skip = 0;

  /** `largest`: most bytes of one message. */
  constructor(largest: number = largestMessage) {
    this.#largest = largest;
  }

  /** Bytes of a message that is not complete yet. */
  get held(): number {
    return this.#held;
  }

  /**
   * Adds what came and calls back for each message that is complete. Throws `VIR_ERR_RPC` for a length that no message can
   * have, after which the connection is of no use.
   */
  push(chunk: Buffer, onMessage: (message: Message) => void): void {
    let bytes = chunk;
    if (this.#held > 0) {
      this.#hold(chunk);
      if (this.#held < this.#wanted()) return;
      bytes = Buffer.concat(this.#pieces, this.#held);
      this.#pieces = [];
      this.#held = 0;
      this.#small = 0;
    }
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, bytes.length - at);
      this.#skip -= skipped;
      at += skipped;
      if (bytes.length - at < 4) break;
      const length = this.#checked(bytes.readUInt32BE(at));
      if (bytes.length - at < length) break;
      const message = decodeMessage(bytes.subarray(at, at + length));
      at += length;
      onMessage(this.#withoutDescriptors(message));
    }
    if (at === bytes.length) return;
    // A few bytes must not keep all that came with them.
    const rest = bytes.subarray(at);
    this.#hold(rest.length * 2 < bytes.length ? Buffer.from(rest) : rest);
  }

  #hold(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#held += piece.length;
    this.#small = piece.length < smallPiece ? this.#small + 1 : 0;
    if (this.#small < manyPieces) return;
    const together = Buffer.concat(this.#pieces.splice(-this.#small));
    this.#pieces.push(together);
    this.#small = together.length < smallPiece ? 1 : 0;
  }

  /** How many bytes must be there before looking again pays: those of the message that has begun. */
  #wanted(): number {
    const [first] = this.#pieces as [Buffer];
    if (first.length >= 4) return this.#checked(first.readUInt32BE(0));
    // The length word itself came in pieces: they are put together once.
    if (this.#held < 4) return 4;
    this.#pieces = [Buffer.concat(this.#pieces, this.#held)];
    return this.#wanted();
  }

  #checked(length: number): number {
    if (length < headerSize) throw rpcError(`packet ${length} bytes received from peer too small, want ${headerSize}`);
    if (length > this.#largest) throw rpcError(`packet ${length} bytes received from peer too large, want ${this.#largest}`);
    return length;
  }

  #withoutDescriptors(message: Message): Message {
    if (message.type !== messageType.callWithFds && message.type !== messageType.replyWithFds) return message;
    const count = new XdrReader(message.payload).uint();
    if (count > protocol.VIR_NET_MESSAGE_NUM_FDS_MAX)
      throw rpcError(`received too many FDs ${count}, expected maximum ${protocol.VIR_NET_MESSAGE_NUM_FDS_MAX}`);
    this.#skip = count;
    return { ...message, payload: message.payload.subarray(4) };
  }
}
