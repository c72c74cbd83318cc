import type { NWFilter as NWFilterDefinition } from '@virtweave/core-conf';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { NWFilterRef } from '../contract/references.ts';

/**
 * A network filter: rules for the packets of guests. Comes from a connection: `listAllNWFilters`, `nwfilterLookupByName`,
 * `nwfilterDefineXML`. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_NWFILTER` when the filter is gone.
 */
export class NWFilter extends Handle<NWFilterRef> {
  /** @libvirt virNWFilterGetName */
  get name(): string {
    return this.ref.name;
  }

  /** UUID, lower case with dashes. @libvirt virNWFilterGetUUID virNWFilterGetUUIDString */
  get uuid(): string {
    return this.ref.uuid;
  }

  /** The document. @libvirt virNWFilterGetXMLDesc */
  xml(options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) => this.#driver.nwfilterGetXMLDesc(this.ref, flagsOf(options, {}), call));
  }

  /** The document as an object. */
  async definition(options?: FlagOptions): Promise<NWFilterDefinition> {
    return definitionOf('nwfilter', await this.xml(options));
  }

  /** Removes the filter. `VIR_ERR_OPERATION_INVALID` while something uses it. @libvirt virNWFilterUndefine */
  undefine(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.nwfilterUndefine(this.ref, call));
  }

  get #driver(): FamilyDrivers['nwfilter'] {
    return this.session.families.nwfilter;
  }
}
