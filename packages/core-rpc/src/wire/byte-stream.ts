/** A gap in a sparse stream: so many bytes that read as zero. */
export interface Hole {
  readonly hole: bigint;
}

/** A stream in the form of core-api's contract: pulled by its reader, with back-pressure in each promise. */
export interface ByteStream {
  /** The next bytes (at most `maxBytes`) or a hole; undefined at the end. */
  receive(maxBytes: number): Promise<Uint8Array | Hole | undefined>;
  /** Resolves when the bytes were taken and more are welcome. */
  send(data: Uint8Array): Promise<void>;
  sendHole(length: bigint): Promise<void>;
  /** Ends it well: everything sent has arrived when the promise resolves. */
  finish(): Promise<void>;
  /** Ends it at once, in any state. Never rejects. */
  abort(reason?: unknown): Promise<void>;
}
