/** The kinds of call that the load is made of; `mixed`: each of them in turn. */
export const loadKinds = ['trivial', 'isActive', 'lookup', 'getXMLDesc', 'list', 'mixed'] as const;
export type LoadKind = (typeof loadKinds)[number];

/** What the load program is told to do. */
export interface LoadOrder {
  readonly socket: string;
  readonly connections: number;
  /** Calls at a time, over all connections together. */
  readonly inFlight: number;
  readonly kind: LoadKind;
  /** Calls over all connections together. */
  readonly count: number;
}

export interface LoadAnswer {
  readonly milliseconds: number;
}
