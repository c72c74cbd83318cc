import type { Controller } from '../devices/controller.ts';
import type { Devices } from '../devices/devices.ts';
import type { Disk } from '../devices/disk.ts';
import type { Hostdev } from '../devices/hostdev.ts';
import type { Video } from '../devices/video.ts';
import { characterDevices } from './character-devices.ts';
import { deviceInfo, driverOptions } from './device-info.ts';
import { memoryDevices } from './memory-devices.ts';
import { platformDevices } from './platform-devices.ts';
import { all, each, number, part, property, quoted, text, worded, type Check } from './words.ts';

const count = (what: string): string => `Target domain ${what} count %t does not match source %s`;

const disk: Check<Disk> = all(
  property('disk device', ({ device }) => device),
  property('disk bus', ({ target }) => target.bus, text),
  property('disk', ({ target }) => target.dev),
  property('disk serial', ({ serial }) => serial, text),
  quoted('disk wwn', ({ wwn }) => wwn, text),
  worded('Target disk access mode does not match source', ({ readonly, shareable }) => `${readonly} ${shareable}`),
  property('disk model', ({ model }) => model),
  property('disk rotation rate', ({ target }) => target.rotationRate, number, ' RPM'),
  property('disk queue count', ({ driver }) => driver?.queues, number),
  property('disk queue size', ({ driver }) => driver?.queueSize, number),
  driverOptions,
  deviceInfo,
);

const controller: Check<Controller> = all(
  property('controller type', ({ type }) => type),
  property('controller index', ({ index }) => index),
  property('controller model', ({ model }) => model),
  function* (source, target) {
    if (source.type !== 'virtio-serial') return;
    yield* property<Controller>('controller ports', ({ ports }) => ports ?? -1)(source, target);
    yield* property<Controller>('controller vectors', ({ vectors }) => vectors ?? -1)(source, target);
  },
  driverOptions,
  deviceInfo,
);

const hostdev: Check<Hostdev> = all(
  property('host device mode', ({ mode }) => mode),
  function* (source, target) {
    if (source.mode === 'subsystem')
      yield* property<Hostdev>('host device subsystem', (one) => one.source.type)(source, target);
  },
  deviceInfo,
);

/** libvirt shows the number behind the word. */
const tristate = (value: unknown): string => (value === undefined ? '0' : value === true ? '1' : '2');

const video: Check<Video> = all(
  property('video card model', ({ model }) => model.type),
  property('video card ram', ({ model }) => model.ram, number),
  property('video card vram', ({ model }) => model.vram, number),
  property('video card vram64', ({ model }) => model.vram64, number),
  property('video card vgamem', ({ model }) => model.vgamem, number),
  property('video card heads', ({ model }) => model.heads, number),
  worded('Target video card acceleration does not match source', ({ model }) => model.acceleration === undefined),
  part(
    ({ model }) => model.acceleration,
    all(
      property('video card 2d accel', ({ accel2d }) => accel2d, tristate),
      property('video card 3d accel', ({ accel3d }) => accel3d, tristate),
    ),
  ),
  driverOptions,
  deviceInfo,
);

/** Everything that is plugged into the guest, in the order in which libvirt looks at it. */
export const devices: Check<Devices> = all(
  each(count('disk'), (one) => one.disks, disk),
  each(count('controller'), (one) => one.controllers, controller),
  each(
    count('filesystem'),
    (one) => one.filesystems,
    all(
      property('filesystem guest target', ({ target }) => target.dir),
      worded('Target filesystem access mode does not match source', ({ readonly }) => readonly),
      worded('Target filesystem model does not match source', ({ model }) => model),
      driverOptions,
      deviceInfo,
    ),
  ),
  each(
    count('net card'),
    (one) => one.interfaces,
    all(
      property('network card mac', ({ mac }) => mac?.address?.toLowerCase(), text),
      property('network card model', ({ model }) => model ?? 'unknown'),
      property('network card MTU', ({ mtu }) => mtu, number),
      driverOptions,
      deviceInfo,
    ),
  ),
  each(
    count('input device'),
    (one) => one.inputs,
    all(
      property('input device type', ({ type }) => type),
      property('input device bus', ({ bus }) => bus),
      property('input model', ({ model }) => model),
      driverOptions,
      deviceInfo,
    ),
  ),
  each(
    count('sound card'),
    (one) => one.sounds,
    all(property('sound card model', ({ model }) => model), deviceInfo),
  ),
  each(count('video card'), (one) => one.videos, video),
  each(count('host device'), (one) => one.hostdevs, hostdev),
  each(count('smartcard'), (one) => one.smartcards, deviceInfo),
  characterDevices,
  platformDevices,
  memoryDevices,
);
