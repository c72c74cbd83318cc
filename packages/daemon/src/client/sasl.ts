/** What the server says to a client's step. */
export interface SaslAnswer {
  readonly data: Uint8Array | undefined;
  /** Set when it is over, and the client is who it says. */
  readonly user?: string;
}

/** An exchange by which a client shows who it is (RFC 4422). One for each client; a refusal throws VIR_ERR_AUTH_FAILED. */
export interface Sasl {
  /** In the order of preference. */
  readonly mechanisms: readonly string[];
  start(mechanism: string, data: Uint8Array | undefined): Promise<SaslAnswer>;
  step(data: Uint8Array | undefined): Promise<SaslAnswer>;
}
