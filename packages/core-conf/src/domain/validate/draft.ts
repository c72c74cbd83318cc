import type { Domain } from '../domain.ts';
import { validateNuma } from './numa.ts';
import { validateNumatune } from './numatune.ts';
import { validateFirmware, validateFirmwareFeatures } from './os.ts';
import { validateSchedulers } from './schedulers.ts';
import { validateSeclabels } from './seclabels.ts';
import { eachDevice } from '../complete/devices.ts';
import { validateDiskDrafts } from './disks.ts';
import { validateRom } from './rom.ts';
import { validateLoadparm } from './loadparm.ts';
import { validateAddressDraft } from './addresses.ts';
import { validateSysinfo } from './sysinfo.ts';
import { validateCpu } from './cpu.ts';
import { validateTimers } from './timers.ts';
import { validateUsb } from './usb.ts';
import { validateIothreads } from './iothreads.ts';
import { validateSingleDevices } from './single-devices.ts';

/** What contradicts itself as it is written, before anything is filled in. */
export function validateDraft(domain: Domain, newDefinition: boolean): void {
  validateSeclabels(domain);
  validateCpu(domain);
  validateNuma(domain);
  validateNumatune(domain);
  validateIothreads(domain);
  validateSchedulers(domain);
  validateDiskDrafts(domain);
  validateUsb(domain);
  validateSysinfo(domain);
  eachDevice(domain.devices, (device) => {
    validateLoadparm(device);
    validateAddressDraft(device);
    validateRom(device);
  });
  validateSingleDevices(domain);
  validateTimers(domain);
  validateFirmwareFeatures(domain);
  validateFirmware(domain, newDefinition);
}
