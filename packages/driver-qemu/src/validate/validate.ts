import type { Device, Domain } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { validateDeviceAddress } from './addresses.ts';
import { validateAudio } from './audios.ts';
import { validateBoot } from './boot.ts';
import { validateChannel, validateConsoles, validateParallel, validateSerial, validateSource } from './chardevs.ts';
import { validateController } from './controllers.ts';
import { validateCpu } from './cpu.ts';
import { validateDisk } from './disks.ts';
import { validateEmulator } from './emulator.ts';
import { validateAcpi, validateFeatures } from './features.ts';
import { validateFilesystem } from './filesystems.ts';
import { validateFirmware } from './firmware.ts';
import { validateGraphics } from './graphics.ts';
import { validateHostdev } from './hostdevs.ts';
import { validateInput } from './inputs.ts';
import { validateInterface } from './interfaces.ts';
import { validateIommu } from './iommu.ts';
import { validateIothreads } from './iothreads.ts';
import { validateLaunchSecurity } from './launch-security.ts';
import { validateLifecycle } from './lifecycle.ts';
import { validateMemory, validateMemoryDevice } from './memory.ts';
import { validatePanics } from './panics.ts';
import { validateNvram, validateRedirdev, validateRng, validateShmem, validateSmartcard, validateSound } from './small-devices.ts';
import { validateSysinfo } from './sysinfo.ts';
import { validateTimers } from './timers.ts';
import { validateTpm, validateTpms } from './tpms.ts';
import { validateVcpus } from './vcpus.ts';
import { validateVideo } from './videos.ts';
import { validateWatchdog } from './watchdogs.ts';

/** What QEMU cannot run, in the whole guest (`qemuValidateDomainDef`). Without capabilities nothing is known. */
export function validateQemuDomain(domain: Domain, context: DefinitionContext): void {
  if (context.capabilities === undefined) return;
  validateEmulator(domain, context.capabilities);
  validateAcpi(domain, context);
  validateFirmware(domain);
  validateBoot(domain);
  validateVcpus(domain, context);
  validateLifecycle(domain);
  validateFeatures(domain, context);
  validateTimers(domain, context);
  validateCpu(domain, context);
  validateIothreads(domain, context);
  validateMemory(domain, context);
  validateConsoles(domain, context);
  validateSysinfo(domain);
  validatePanics(domain, context);
  validateTpms(domain);
  validateLaunchSecurity(domain, context);
}

/** The same for one device (`qemuValidateDomainDeviceDef`). */
export function validateQemuDevice(item: Device, domain: Domain, context: DefinitionContext): void {
  if (context.capabilities === undefined) return;
  validateDeviceAddress(item, domain, context);
  switch (item.kind) {
    case 'disks':
      return validateDisk(item.device, domain, context);
    case 'interfaces':
      return validateInterface(item.device, domain, context);
    case 'controllers':
      return validateController(item.device, domain, context);
    case 'serials':
      return validateSerial(item.device, domain, context);
    case 'parallels':
      return validateParallel(item.device, domain);
    case 'consoles':
      return validateSource(item.device.source, domain, context);
    case 'channels':
      return validateChannel(item.device, domain, context);
    case 'graphics':
      return validateGraphics(item.device, domain, context);
    case 'videos':
      return validateVideo(item.device, context);
    case 'hostdevs':
      return validateHostdev(item.device, domain, context);
    case 'inputs':
      return validateInput(item.device, context);
    case 'filesystems':
      return validateFilesystem(item.device, domain, context);
    case 'memories':
      return validateMemoryDevice(item.device, domain, context);
    case 'watchdogs':
      return validateWatchdog(item.device, domain);
    case 'iommu':
      return validateIommu(item.device, domain, context);
    case 'tpms':
      return validateTpm(item.device, domain, context);
    case 'rngs':
      return validateRng(item.device, domain, context);
    case 'smartcards':
      return validateSmartcard(item.device, domain, context);
    case 'redirdevs':
      return validateRedirdev(item.device, domain, context);
    case 'shmems':
      return validateShmem(item.device, context);
    case 'sounds':
      return validateSound(item.device, context);
    case 'audios':
      return validateAudio(item.device, domain, context);
    case 'nvram':
      return validateNvram(domain);
    default:
  }
}
