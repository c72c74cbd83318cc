import { XdrReader } from '../xdr/reader.ts';
import { XdrWriter } from '../xdr/writer.ts';
import { protocol } from '../protocol/constants.generated.ts';
import { rpcError } from './rpc-error.ts';

/** `virNetMessageType` */
export const messageType = { call: 0, reply: 1, message: 2, stream: 3, callWithFds: 4, replyWithFds: 5, streamHole: 6 } as const;

/** `virNetMessageStatus` */
export const messageStatus = { ok: 0, error: 1, continue: 2 } as const;

/** What goes before each message: `virNetMessageHeader`. */
export interface MessageHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  /** See {@link messageType}. */
  readonly type: number;
  /** Ties a reply and the packets of a stream to their call; 0 for what is sent unasked. */
  readonly serial: number;
  /** See {@link messageStatus}. */
  readonly status: number;
}

/** Bytes of the length word and the header. */
export const headerSize: number = 4 + protocol.VIR_NET_MESSAGE_HEADER_MAX;

/** Most bytes of a whole message, its length word included. */
export const largestMessage: number = 4 + protocol.VIR_NET_MESSAGE_MAX;

/** Most bytes of one packet of a stream: what the oldest peers take. */
export const largestPacket: number = protocol.VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX;

/** One message as it came: its header, and its payload still as bytes. */
export interface Message extends MessageHeader {
  readonly payload: Buffer;
}

/** A message as bytes; `body` writes its payload. */
export function encodeMessage(header: MessageHeader, body?: (w: XdrWriter) => void): Buffer {
  const w = new XdrWriter(largestMessage);
  w.uint(0);
  w.uint(header.program);
  w.uint(header.version);
  w.int(header.procedure);
  w.int(header.type);
  w.uint(header.serial);
  w.int(header.status);
  body?.(w);
  w.patch(0, w.length);
  return w.finish();
}

/** Reads the header; `bytes` is a whole message with its length word. */
export function decodeMessage(bytes: Buffer): Message {
  const r = new XdrReader(bytes, 4, headerSize);
  const message = {
    program: r.uint(),
    version: r.uint(),
    procedure: r.int(),
    type: r.int(),
    serial: r.uint(),
    status: r.int(),
    payload: bytes.subarray(headerSize),
  };
  if (message.type < 0 || message.type > messageType.streamHole) throw rpcError(`unexpected message type ${message.type}`);
  if (message.status < 0 || message.status > messageStatus.continue) throw rpcError(`unexpected message status ${message.status}`);
  return message;
}
