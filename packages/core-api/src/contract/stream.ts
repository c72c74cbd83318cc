/** A gap in a sparse stream: so many bytes that read as zero. */
export interface StreamHole {
  readonly hole: bigint;
}

/**
 * `virStream` as drivers see it: pulled by the reader, with back-pressure in each promise. A stream that only goes one
 * way rejects the other with `VIR_ERR_OPERATION_INVALID`. The driver-kit makes one from a Node stream or from bytes.
 */
export interface DriverStream {
  /** The next bytes (at most `maxBytes`) or a hole; undefined at the end. */
  receive(maxBytes: number): Promise<Uint8Array | StreamHole | undefined>;
  /** Resolves when the bytes were taken and more are welcome. */
  send(data: Uint8Array): Promise<void>;
  /** A hole of so many bytes; only for sparse transfers. */
  sendHole(length: bigint): Promise<void>;
  /** Ends it well: everything sent has arrived when the promise resolves. */
  finish(): Promise<void>;
  /** Ends it at once, in any state. Never rejects. */
  abort(reason?: unknown): Promise<void>;
}
