// Entry `@virtweave/core-rpc/testing`: both ends of the protocol to test against, without a daemon.
export { duplexPair } from '@virtweave/core-util';
export { FakeClient } from './fake-client.ts';
export { FakeServer, type FakeCall, type FakeHandler } from './fake-server.ts';
export { memoryStream, type MemoryStream } from './memory-stream.ts';
