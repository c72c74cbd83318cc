import { VirtError } from '@virtweave/core-util';
import { connect, controllerConnect, placeBits } from './pci-connect.ts';

/** A function on the guest's PCI. */
export interface PciPlace {
  readonly bus: number;
  readonly slot: number;
  readonly function: number;
}

interface Slot {
  /** One bit per function in use. */
  functions: number;
  /** Further devices may share it, one function each. */
  aggregate: boolean;
}

/** The slots behind one PCI controller. */
export class PciBus {
  readonly model: string;
  readonly flags: number;
  readonly minSlot: number;
  readonly maxSlot: number;
  readonly slots: Slot[] = [];
  /** POWER: devices of one group share a host bridge. */
  isolationGroup = 0;
  isolationGroupLocked = false;

  constructor(model: string) {
    const shape = shapes[model] ?? shapes['pci-bridge'];
    this.model = model;
    this.flags = shape?.flags ?? 0;
    this.minSlot = shape?.slots[0] ?? 0;
    this.maxSlot = shape?.slots[1] ?? 31;
    for (let i = 0; i < 32; i += 1) this.slots.push({ functions: 0, aggregate: false });
  }

  get isEmpty(): boolean {
    return this.slots.every(({ functions }) => functions === 0);
  }

  /** Every slot has something in it. */
  get isFull(): boolean {
    return this.slots.slice(this.minSlot, this.maxSlot + 1).every(({ functions }) => functions !== 0);
  }

  accepts(flags: number): boolean {
    if ((this.flags & flags & placeBits) === 0) return false;
    if ((flags & connect.integrated) !== 0) return (this.flags & connect.integrated) !== 0;
    return (flags & connect.hotpluggable) === 0 || (this.flags & connect.hotpluggable) !== 0;
  }

  /** The first free place for a device, without a look at what the bus accepts. */
  free(flags: number, wantedFunction: number | undefined): { slot: number; function: number } | undefined {
    for (let slot = this.minSlot; slot <= this.maxSlot; slot += 1) {
      const { functions, aggregate } = this.slots[slot] ?? { functions: 0xff, aggregate: false };
      if (functions === 0) return { slot, function: wantedFunction ?? 0 };
      if ((flags & connect.aggregateSlot) === 0 || !aggregate || wantedFunction !== undefined) continue;
      for (let fn = 0; fn < 8; fn += 1) if ((functions & (1 << fn)) === 0) return { slot, function: fn };
    }
    return undefined;
  }
}

const pciSlots = connect.pciDevice | connect.pciBridge;
const portSlot =
  connect.pcieDevice | connect.switchUpstream | connect.pcieToPciBridge | connect.dmiToPciBridge | connect.hotpluggable;

/** What can be plugged in where, and which slots there are (`virDomainPCIAddressBusSetModel`). */
const shapes: { readonly [model: string]: { readonly flags: number; readonly slots: readonly [number, number] } } = {
  'pci-root': { flags: pciSlots | connect.pciExpander | connect.hotpluggable | connect.integrated, slots: [1, 31] },
  'pci-bridge': { flags: pciSlots | connect.hotpluggable, slots: [1, 31] },
  'pcie-to-pci-bridge': { flags: pciSlots | connect.hotpluggable, slots: [1, 31] },
  'pci-expander-bus': { flags: pciSlots | connect.hotpluggable, slots: [0, 31] },
  'dmi-to-pci-bridge': { flags: pciSlots, slots: [0, 31] },
  'pcie-root': {
    flags: connect.pcieDevice | connect.rootPort | connect.dmiToPciBridge | connect.pcieExpander | connect.integrated,
    slots: [1, 31],
  },
  'pcie-root-port': { flags: portSlot & ~connect.dmiToPciBridge, slots: [0, 0] },
  'pcie-switch-upstream-port': { flags: connect.switchDownstream, slots: [0, 31] },
  'pcie-switch-downstream-port': { flags: portSlot & ~connect.dmiToPciBridge, slots: [0, 0] },
  'pcie-expander-bus': { flags: connect.rootPort | connect.dmiToPciBridge, slots: [0, 31] },
};

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/** What libvirt calls the place that a device needs. */
function kindOf(flags: number): string {
  if ((flags & connect.pciDevice) !== 0) return 'standard PCI device';
  if ((flags & connect.pcieDevice) !== 0) return 'PCI Express device';
  return modelOf(flags) ?? 'PCI device';
}

/** The model of controller that asks for such a place. */
function modelOf(flags: number): string | undefined {
  return Object.keys(shapes).find((model) => (controllerConnect(model) & flags & placeBits) !== 0);
}

/** All PCI buses of a guest, and who stands where (`virDomainPCIAddressSet`). */
export class PciBuses {
  readonly buses: PciBus[];
  /** New buses are added when there is no room: the first of two passes, which finds out how many are needed. */
  readonly grows: boolean;
  readonly #pcieToPciBridge: boolean;
  readonly #multipleRoots: boolean;

  constructor(
    models: readonly string[],
    options: { readonly grows: boolean; readonly pcieToPciBridge: boolean; readonly multipleRoots: boolean },
  ) {
    this.buses = models.map((model) => new PciBus(model));
    // The first host bridge is for what is not isolated.
    if (options.multipleRoots && this.buses[0] !== undefined) this.buses[0].isolationGroupLocked = true;
    this.grows = options.grows;
    this.#pcieToPciBridge = options.pcieToPciBridge;
    this.#multipleRoots = options.multipleRoots;
  }

  inUse({ bus, slot, function: fn }: PciPlace): boolean {
    return ((this.buses[bus]?.slots[slot]?.functions ?? 0) & (1 << fn)) !== 0;
  }

  slotInUse(bus: number, slot: number): boolean {
    return (this.buses[bus]?.slots[slot]?.functions ?? 0) !== 0;
  }

  /** Number of functions in use in a slot. */
  functionsIn(bus: number, slot: number): number {
    let functions = this.buses[bus]?.slots[slot]?.functions ?? 0;
    let count = 0;
    for (; functions !== 0; functions &= functions - 1) count += 1;
    return count;
  }

  /** Takes a place. One that lies on a bus that is not there makes the guest grow, or is refused. */
  reserve(place: PciPlace, flags: number, isolationGroup = 0, fromDocument = true): void {
    if (this.grows) while (place.bus >= this.buses.length) this.grow(flags, place.bus);
    const bus = this.buses[place.bus];
    const slot = bus?.slots[place.slot];
    if (bus === undefined || slot === undefined) {
      throw new VirtError(
        'VIR_ERR_XML_ERROR',
        `The PCI controller with index='${place.bus}' doesn't exist (or is not a PCI controller)`,
        {
          domain: 'VIR_FROM_DOMAIN',
        },
      );
    }
    if ((slot.functions & (1 << place.function)) !== 0) {
      throw new VirtError(
        'VIR_ERR_XML_ERROR',
        `Attempted double use of PCI Address 0000:${hex(place.bus, 2)}:${hex(place.slot, 2)}.${place.function}`,
        { domain: 'VIR_FROM_DOMAIN' },
      );
    }
    if (bus.isEmpty && !bus.isolationGroupLocked) {
      bus.isolationGroup = isolationGroup;
      bus.isolationGroupLocked = fromDocument;
    }
    if (slot.functions === 0) slot.aggregate = place.function === 0 && (flags & connect.aggregateSlot) !== 0;
    slot.functions |= 1 << place.function;
  }

  /** Refuses a place of the document's that this device cannot be plugged into (`virDomainPCIAddressValidate`). */
  requireAccepts({ bus: index, slot, function: fn }: PciPlace, wanted: number): void {
    const bus = this.buses[index];
    if (bus === undefined) return;
    const place = `0000:${hex(index, 2)}:${hex(slot, 2)}.${fn}`;
    const wrong = (detail: string): VirtError => new VirtError('VIR_ERR_XML_ERROR', detail, { domain: 'VIR_FROM_DOMAIN' });
    // Whoever places a device by hand may mix conventional PCI and PCI Express.
    const endpoints = connect.pciDevice | connect.pcieDevice;
    const offered = (bus.flags & endpoints) === 0 ? bus.flags : bus.flags | endpoints;
    const needed = (wanted & connect.pciBridge) === 0 ? wanted : wanted | connect.pciDevice;
    if ((needed & placeBits) !== 0 && (offered & needed & placeBits) === 0) {
      throw wrong(
        `The device at PCI address ${place} cannot be plugged into the PCI controller with index='${index}'. It requires a controller that accepts a ${kindOf(wanted)}.`,
      );
    }
    if (slot < bus.minSlot) throw wrong(`Invalid PCI address ${place}. slot must be >= ${bus.minSlot}`);
    if (slot > bus.maxSlot) throw wrong(`Invalid PCI address ${place}. slot must be <= ${bus.maxSlot}`);
  }

  /** The next free place for such a device; a bus is added when none has room. */
  next(flags: number, options: { function?: number; isolationGroup?: number } = {}): PciPlace {
    const group = options.isolationGroup ?? 0;
    const place =
      this.#find(flags, options.function, (bus) => bus.isolationGroup === group) ??
      this.#find(flags, options.function, (bus) => bus.isEmpty && !bus.isolationGroupLocked);
    if (place !== undefined) return place;
    if (this.grows) {
      this.grow(flags);
      const bus = this.buses.length - 1;
      return { bus, slot: this.buses[bus]?.minSlot ?? 0, function: options.function ?? 0 };
    }
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'No more available PCI slots', { domain: 'VIR_FROM_DOMAIN' });
  }

  #find(flags: number, fn: number | undefined, suits: (bus: PciBus) => boolean): PciPlace | undefined {
    for (const [bus, one] of this.buses.entries()) {
      if (!suits(one) || !one.accepts(flags)) continue;
      const place = one.free(flags, fn);
      if (place !== undefined) return { bus, ...place };
    }
    return undefined;
  }

  /** Finds a place and takes it. */
  reserveNext(flags: number, options: { function?: number; isolationGroup?: number } = {}): PciPlace {
    const place = this.next(flags, options);
    this.reserve(place, flags, options.isolationGroup ?? 0, false);
    return place;
  }

  /**
   * Adds the bus that a device of this kind needs, and those that this one needs in turn
   * (`virDomainPCIAddressSetGrow`).
   */
  grow(flags: number, upTo: number = this.buses.length): void {
    const root = this.buses[0]?.model;
    const add = (model: string): void => {
      this.buses.push(new PciBus(model));
    };
    let model: string;
    if ((flags & connect.pciDevice) !== 0) {
      if (root !== 'pcie-root') model = this.#multipleRoots ? 'pci-root' : 'pci-bridge';
      else if (this.#pcieToPciBridge) {
        model = 'pcie-to-pci-bridge';
        const port = this.buses.some((bus) => bus.model === 'pcie-root-port' && bus.isEmpty);
        if (!port) add('pcie-root-port');
      } else {
        model = 'pci-bridge';
        if (!this.buses.some((bus) => bus.model === 'dmi-to-pci-bridge')) add('dmi-to-pci-bridge');
      }
    } else if (root === 'pcie-root' && (flags & (connect.pciBridge | connect.dmiToPciBridge)) !== 0) {
      model = 'dmi-to-pci-bridge';
    } else if ((flags & (connect.pcieDevice | connect.switchUpstream | connect.pcieToPciBridge)) !== 0) {
      model = 'pcie-root-port';
    } else if ((flags & connect.switchDownstream) !== 0) {
      model = 'pcie-switch-upstream-port';
    } else {
      const controller = modelOf(flags);
      if (controller !== undefined) {
        throw new VirtError(
          'VIR_ERR_INTERNAL_ERROR',
          `a PCI slot is needed to connect a PCI controller model='${controller}', but none is available, and it cannot be automatically added`,
          { domain: 'VIR_FROM_DOMAIN' },
        );
      }
      throw new VirtError(
        'VIR_ERR_INTERNAL_ERROR',
        'Cannot automatically add a new PCI bus for a device with connect flags ' + flags.toString(16),
        {
          domain: 'VIR_FROM_DOMAIN',
        },
      );
    }
    do add(model);
    while (this.buses.length <= upTo && upTo > this.buses.length - 1);
  }

  /** The place that a bus of this model needs for its own controller. */
  static controllerFlags(model: string): number {
    return controllerConnect(model);
  }
}
