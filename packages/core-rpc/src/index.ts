export type * from './procedure.ts';
export { protocol } from './protocol/constants.generated.ts';
export { RpcClient, type RpcClientOptions, type StreamReply } from './client/rpc-client.ts';
export { RpcSession, type RpcSessionOptions, type ServerCall } from './server/rpc-session.ts';
export type { ByteStream, Hole } from './wire/byte-stream.ts';
export { errorCodeOf, errorDomainOf, errorFromWire, errorToWire } from './wire/errors.ts';
export { FrameReader } from './wire/frames.ts';
export { closeReason, type CloseReason } from './wire/message-socket.ts';
export {
  decodeMessage,
  encodeMessage,
  headerSize,
  largestMessage,
  largestPacket,
  messageStatus,
  messageType,
  type Message,
  type MessageHeader,
} from './wire/message.ts';
export { rpcError } from './wire/rpc-error.ts';
export { paramsFromWire, paramsToWire, type Param } from './wire/typed-params.ts';
export { XdrReader } from './xdr/reader.ts';
export { XdrWriter } from './xdr/writer.ts';
