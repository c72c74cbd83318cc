import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disk } from '../../src/domain/devices/disk.ts';
import type { Disk } from '../../src/domain/devices/disk.ts';
import { networkInterface } from '../../src/domain/devices/interface.ts';
import type { Interface } from '../../src/domain/devices/interface.ts';
import { rng, type Rng } from '../../src/domain/devices/rng.ts';
import { watchdog, type Watchdog } from '../../src/domain/devices/watchdog.ts';
import type { Table } from '../../src/table/table.ts';
import { read, write } from '../support/documents.ts';

/** Any text that XML can hold; blanks at the ends are kept. */
const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !/[\p{C}\s]/u.test(text));
const uint = fc.nat(2 ** 32 - 1);
const wide = fc.bigInt(1n, 2n ** 64n - 1n).map((value) => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value));
const optional = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** parse(format(x)) is x, and writing what was read gives the same text. */
function roundTrip<T extends object>(table: Table<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, (value) => {
      const xml = write(table, value, { secure: true });
      const again = read(table, xml);
      expect(again).toEqual(value);
      expect(write(table, again, { secure: true })).toBe(xml);
    }),
    { numRuns: 200 },
  );
}

const pciAddress = fc.record({
  type: fc.constant('pci' as const),
  domain: fc.nat(0xffff), bus: fc.nat(255), slot: fc.nat(31), function: fc.nat(7),
});

test('disks', () => {
  const driver = optional({
    name: word, type: word, cache: fc.constantFrom('none' as const, 'unsafe' as const), ioeventfd: fc.boolean(),
    iothread: fc.integer({ min: 1, max: 2 ** 32 - 1 }), queues: uint, packed: fc.boolean(),
  }).filter((value) => Object.keys(value).length > 0);
  const iotune = optional({ totalBytesSec: wide, readIopsSec: wide, groupName: word }).filter((value) => Object.keys(value).length > 0);
  roundTrip<Disk>(
    disk,
    fc.record(
      {
        device: fc.constantFrom('disk', 'cdrom', 'floppy', 'lun'),
        driver,
        source: fc.oneof(
          fc.record({ type: fc.constant('file' as const), file: word }),
          fc.record({ type: fc.constant('block' as const), dev: word }),
        ),
        target: fc.record({ dev: word, bus: fc.constantFrom('virtio' as const, 'scsi' as const) }, { requiredKeys: ['dev'] }),
        iotune,
        readonly: fc.constant(true as const),
        serial: word,
        boot: fc.record({ order: fc.integer({ min: 1, max: 100 }) }),
        alias: word,
        address: pciAddress,
      },
      { requiredKeys: ['device', 'source', 'target'] },
    ) as unknown as fc.Arbitrary<Disk>,
  );
});

test('interfaces', () => {
  const mac = fc.uint8Array({ minLength: 5, maxLength: 5 }).map((bytes) => `52:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`);
  roundTrip<Interface>(
    networkInterface,
    fc.record(
      {
        mac: fc.record({ address: mac }),
        source: fc.oneof(
          fc.record({ type: fc.constant('network' as const), network: word }),
          fc.record({ type: fc.constant('bridge' as const), bridge: word }),
        ),
        model: word,
        alias: word,
        address: pciAddress,
      },
      { requiredKeys: ['source'] },
    ) as unknown as fc.Arbitrary<Interface>,
  );
});

test('random number generators', () => {
  roundTrip<Rng>(
    rng,
    fc.record({ model: fc.constant('virtio' as const), backend: fc.record({ type: fc.constant('random' as const), path: word }) }) as unknown as fc.Arbitrary<Rng>,
  );
});

test('watchdogs', () => {
  roundTrip<Watchdog>(
    watchdog,
    fc.record({ model: fc.constantFrom('i6300esb', 'ib700'), action: fc.constantFrom('reset', 'poweroff'), address: pciAddress }, { requiredKeys: ['model', 'action'] }) as unknown as fc.Arbitrary<Watchdog>,
  );
});
