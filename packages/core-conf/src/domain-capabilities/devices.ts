import { supported, type Supported } from '../capabilities/supported.ts';
import { table, type Table } from '../table/table.ts';

/** `<devices>`: which devices guests may have. A device that is absent: the driver does not tell. */
export interface DeviceCapabilities {
  disk?: Supported<'diskDevice' | 'bus' | 'model'>;
  graphics?: Supported<'type'>;
  video?: Supported<'modelType'>;
  hostdev?: Supported<'mode' | 'startupPolicy' | 'subsysType' | 'capsType' | 'pciBackend'>;
  rng?: Supported<'model' | 'backendModel'>;
  filesystem?: Supported<'driverType'>;
  tpm?: Supported<'model' | 'backendModel' | 'backendVersion'>;
  redirdev?: Supported<'bus'>;
  channel?: Supported<'type'>;
  crypto?: Supported<'model' | 'type' | 'backendModel'>;
  interface?: Supported<'backendType'>;
  panic?: Supported<'model'>;
  console?: Supported<'type'>;
}

export function deviceCapabilities(): Table<DeviceCapabilities> {
  return table<DeviceCapabilities>(() => ({
    disk: supported('disk', 'diskDevice', 'bus', 'model'),
    graphics: supported('graphics', 'type'),
    video: supported('video', 'modelType'),
    hostdev: supported('hostdev', 'mode', 'startupPolicy', 'subsysType', 'capsType', 'pciBackend'),
    rng: supported('rng', 'model', 'backendModel'),
    filesystem: supported('filesystem', 'driverType'),
    tpm: supported('tpm', 'model', 'backendModel', 'backendVersion'),
    redirdev: supported('redirdev', 'bus'),
    channel: supported('channel', 'type'),
    crypto: supported('crypto', 'model', 'type', 'backendModel'),
    interface: supported('interface', 'backendType'),
    panic: supported('panic', 'model'),
    console: supported('console', 'type'),
  }));
}
