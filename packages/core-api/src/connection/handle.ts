import type { DocumentFormat, DocumentTypes } from '@virtweave/core-conf';
import type { Connection } from './connection.ts';
import type { Session } from './session.ts';

/** What the handles of networks, pools, devices, ... have in common: a plain reference, and the connection behind it. */
export class Handle<R extends object> {
  /** The connection's; for this package. */
  protected readonly session: Session;
  /** The plain reference, as drivers get it. */
  readonly ref: R;

  constructor(session: Session, ref: R) {
    this.session = session;
    this.ref = Object.freeze({ ...ref });
  }

  /**
   * The connection it came from.
   * @libvirt virNetworkGetConnect virStoragePoolGetConnect virStorageVolGetConnect virInterfaceGetConnect virSecretGetConnect virDomainCheckpointGetConnect
   */
  get connection(): Connection {
    return this.session.owner as Connection;
  }

  /** What `JSON.stringify` and logs show: the reference, without the connection behind it. */
  toJSON(): R {
    return this.ref;
  }
}

/** The object of a document: everything that it says, nothing added. Documents load core-conf, which a connection does not. */
export async function definitionOf<F extends DocumentFormat>(format: F, xml: string): Promise<DocumentTypes[F]> {
  const { fromXML } = await import('@virtweave/core-conf');
  return fromXML(format, xml);
}
