import type { NWFilterBinding as NWFilterBindingDefinition } from '@virtweave/core-conf';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { NWFilterBindingRef } from '../contract/references.ts';

/** A filter that is applied to the port of a guest's interface. */
export class NWFilterBinding extends Handle<NWFilterBindingRef> {
  /** Device on the host, such as `vnet0`. @libvirt virNWFilterBindingGetPortDev */
  get portDevice(): string {
    return this.ref.portDevice;
  }

  /** Name of the filter. @libvirt virNWFilterBindingGetFilterName */
  get filterName(): string {
    return this.ref.filterName;
  }

  /** The document. @libvirt virNWFilterBindingGetXMLDesc */
  xml(options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.nwfilterBindingGetXMLDesc(this.ref, flagsOf(options, {}), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions): Promise<NWFilterBindingDefinition> {
    return definitionOf('nwfilter-binding', await this.xml(options));
  }

  /** Takes the rules away. @libvirt virNWFilterBindingDelete */
  delete(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.nwfilterBindingDelete(this.ref, call));
  }

  get #driver(): FamilyDrivers['nwfilter'] {
    return this.session.families.nwfilter;
  }
}
