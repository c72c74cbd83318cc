import type { Devices } from '../devices/devices.ts';
import type { Redirfilter, RedirfilterUsbdev } from '../devices/redirdev.ts';
import { deviceInfo, driverOptions } from './device-info.ts';
import { all, each, number, onOff, part, property, quoted, text, worded, yesNo, type Check } from './words.ts';

const count = (what: string): string => `Target domain ${what} count %t does not match source %s`;
const one = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const redirfilter: Check<Redirfilter> = each(
  'Target USB redirection filter rule count %t does not match source %s',
  ({ usbdevs }) => usbdevs,
  all<RedirfilterUsbdev>(
    worded('Target USB Class code does not match source', (rule) => rule.class),
    worded('Target USB vendor ID does not match source', ({ vendor }) => vendor),
    worded('Target USB product ID does not match source', ({ product }) => product),
    worded('Target USB version does not match source', ({ version }) => version),
    quoted('USB allow', ({ allow }) => allow, yesNo),
  ),
);

/** What belongs to the machine rather than to its data: hubs, watchdogs, memory balloon, TPMs, and the like. */
export const platformDevices: Check<Devices> = all(
  each(
    count('hub device'),
    ({ hubs }) => hubs,
    all(
      property('hub device type', ({ type }) => type),
      deviceInfo,
    ),
  ),
  each(
    count('redirected devices'),
    ({ redirdevs }) => redirdevs,
    all(
      property('redirected device bus', ({ bus }) => bus),
      worded(
        'Target redirected device source type %t does not match source device source type %s',
        ({ source }) => source.type,
      ),
      deviceInfo,
    ),
  ),
  each(count('USB redirection filter'), ({ redirfilter: filter }) => one(filter), redirfilter),
  each(
    count('watchdog'),
    ({ watchdogs }) => watchdogs,
    all(
      property('watchdog model', ({ model }) => model),
      deviceInfo,
    ),
  ),
  each(
    count('memory balloon'),
    ({ memballoon }) => one(memballoon),
    all(
      property('balloon model', ({ model }) => model),
      quoted('balloon autodeflate attribute value', ({ autodeflate }) => autodeflate, onOff),
      quoted('balloon freePageReporting attribute value', ({ freePageReporting }) => freePageReporting, onOff),
      driverOptions,
      deviceInfo,
    ),
  ),
  each(
    count('RNG device'),
    ({ rngs }) => rngs,
    all(
      quoted('RNG model', ({ model }) => model),
      driverOptions,
      deviceInfo,
    ),
  ),
  each(
    count('panic device'),
    ({ panics }) => panics,
    all(
      quoted('panic model', ({ model }) => model),
      deviceInfo,
    ),
  ),
  each(
    count('shared memory device'),
    ({ shmems }) => shmems,
    all(
      quoted('shared memory name', ({ name }) => name),
      worded("Target shared memory role '%t' does not match source role '%s'", ({ role }) => role),
      worded("Target shared memory model '%t' does not match source model '%s'", ({ model }) => model),
      worded(
        "Target shared memory size '%t' does not match source size '%s'",
        ({ size }) => size && size * 2 ** 20,
        number,
      ),
      worded("Target shared memory server usage doesn't match source", ({ server }) => server !== undefined),
      worded("Target shared memory MSI configuration doesn't match source", ({ msi }) =>
        msi === undefined ? undefined : `${msi.vectors} ${msi.ioeventfd}`,
      ),
      deviceInfo,
    ),
  ),
  each(
    count('TPM device'),
    ({ tpms }) => tpms,
    all(
      worded("Target TPM device type doesn't match source", ({ backend }) => backend.type),
      worded("Target TPM device model doesn't match source", ({ model }) => model),
      worded("Target TPM version doesn't match source", ({ backend }) =>
        backend.type === 'emulator' ? backend.version : undefined,
      ),
      worded("Target active PCR banks doesn't match source", ({ backend }) =>
        backend.type === 'emulator' ? [...(backend.activePcrBanks ?? [])].sort().join() : undefined,
      ),
      deviceInfo,
    ),
  ),
  worded('Target domain IOMMU device count does not match source', ({ iommu }) => iommu === undefined),
  part(
    ({ iommu }) => iommu,
    all(
      quoted('domain IOMMU device model', ({ model }) => model),
      quoted('domain IOMMU device intremap value', ({ driver }) => driver?.intremap, onOff),
      quoted('domain IOMMU device caching mode', ({ driver }) => driver?.cachingMode, onOff),
      quoted('domain IOMMU device eim value', ({ driver }) => driver?.eim, onOff),
      quoted('domain IOMMU device iotlb value', ({ driver }) => driver?.iotlb, onOff),
      quoted('domain IOMMU device aw_bits value', ({ driver }) => driver?.awBits, number),
      quoted('domain IOMMU device dma translation', ({ driver }) => driver?.dmaTranslation, onOff),
      deviceInfo,
    ),
  ),
  worded('Target domain vsock device count does not match source', ({ vsock }) => vsock === undefined),
  part(
    ({ vsock }) => vsock,
    all(
      quoted('domain vsock device model', ({ model }) => model),
      driverOptions,
      deviceInfo,
    ),
  ),
  each(
    count('crypto device'),
    ({ cryptos }) => cryptos,
    all(
      quoted('crypto model', ({ model }) => model),
      quoted('crypto type', ({ type }) => type),
      quoted('crypto backend', ({ backend }) => backend.model, text),
      deviceInfo,
    ),
  ),
);
