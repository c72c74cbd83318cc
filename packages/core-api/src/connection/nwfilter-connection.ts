import type { NWFilterBindingRef, NWFilterRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { NWFilterBinding } from '../nwfilter/nwfilter-binding.ts';
import type { NWFilter } from '../nwfilter/nwfilter.ts';
import { nwfilterHandles } from './lazy-handles.ts';
import type { ValidateOptions } from './network-connection.ts';
import { flagsOf } from './numbers.ts';
import { SecretConnection } from './secret-connection.ts';
import type { CallOptions, FlagOptions } from './session.ts';

/** Network filters of a connection, and where they are applied. */
export class NWFilterConnection extends SecretConnection {
  /** @libvirt virConnectListAllNWFilters virConnectListNWFilters virConnectNumOfNWFilters */
  listAllNWFilters(options?: FlagOptions): Promise<readonly NWFilter[]> {
    return this.session.run(options, async (call) => {
      const list = await this.session.families.nwfilter.connectListAllNWFilters(flagsOf(options, {}), call);
      const { NWFilter } = await nwfilterHandles();
      return list.map((ref) => new NWFilter(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_NWFILTER` when there is none. @libvirt virNWFilterLookupByName */
  nwfilterLookupByName(name: string, options?: CallOptions): Promise<NWFilter> {
    return this.session.run(options, async (call) =>
      this.#filter(await this.session.families.nwfilter.nwfilterLookupByName(name, call)),
    );
  }

  /** @libvirt virNWFilterLookupByUUID virNWFilterLookupByUUIDString */
  nwfilterLookupByUUID(uuid: string, options?: CallOptions): Promise<NWFilter> {
    return this.session.run(options, async (call) =>
      this.#filter(await this.session.families.nwfilter.nwfilterLookupByUUID(uuid, call)),
    );
  }

  /** Defines a filter, or redefines one of the same name and UUID: guests that have it get its new rules. @libvirt virNWFilterDefineXML virNWFilterDefineXMLFlags */
  nwfilterDefineXML(xml: DocumentOrObject<'nwfilter'>, options?: ValidateOptions): Promise<NWFilter> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#filter(await this.session.families.nwfilter.nwfilterDefineXMLFlags(xml as string, flags, call));
    });
  }

  /** Where filters are applied. @libvirt virConnectListAllNWFilterBindings */
  listAllNWFilterBindings(options?: FlagOptions): Promise<readonly NWFilterBinding[]> {
    return this.session.run(options, async (call) => {
      const list = await this.session.families.nwfilter.connectListAllNWFilterBindings(flagsOf(options, {}), call);
      const { NWFilterBinding } = await nwfilterHandles();
      return list.map((ref) => new NWFilterBinding(this.session, ref));
    });
  }

  /** By the device on the host, such as `vnet0`; `VIR_ERR_NO_NWFILTER_BINDING` when there is none. @libvirt virNWFilterBindingLookupByPortDev */
  nwfilterBindingLookupByPortDev(device: string, options?: CallOptions): Promise<NWFilterBinding> {
    return this.session.run(options, async (call) =>
      this.#binding(await this.session.families.nwfilter.nwfilterBindingLookupByPortDev(device, call)),
    );
  }

  /** Applies a filter to a device of the host. @libvirt virNWFilterBindingCreateXML */
  nwfilterBindingCreateXML(xml: DocumentOrObject<'nwfilter-binding'>, options?: ValidateOptions): Promise<NWFilterBinding> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#binding(await this.session.families.nwfilter.nwfilterBindingCreateXML(xml as string, flags, call));
    });
  }

  async #filter(ref: NWFilterRef): Promise<NWFilter> {
    const { NWFilter } = await nwfilterHandles();
    return new NWFilter(this.session, ref);
  }

  async #binding(ref: NWFilterBindingRef): Promise<NWFilterBinding> {
    const { NWFilterBinding } = await nwfilterHandles();
    return new NWFilterBinding(this.session, ref);
  }
}
