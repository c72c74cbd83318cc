import type { Device } from '../complete/devices.ts';
import type { Domain } from '../domain.ts';
import { validateAddress } from './addresses.ts';
import { validateAudio } from './audios.ts';
import { validateChardev, validateRng, validateSmartcard } from './chardevs.ts';
import { validateController } from './controllers.ts';
import { validateDisk } from './disks.ts';
import { validateFilesystem } from './filesystems.ts';
import { validateGraphics } from './graphics.ts';
import { validateHostdev } from './hostdevs.ts';
import { validateInput } from './inputs.ts';
import { validateInterface } from './interfaces.ts';
import { validateIommu } from './iommu.ts';
import { validateMemoryDevice } from './memory-devices.ts';
import { validateShmem } from './shmems.ts';
import { validateSound } from './sounds.ts';
import { validateTpm } from './tpms.ts';
import { validateVideo } from './videos.ts';
import { validateVirtioOptions } from './virtio-options.ts';
import { validateVsock } from './vsock.ts';

/** Rules for one device that hold for every hypervisor (`virDomainDeviceDefValidateInternal`). */
export function validateOneDevice(item: Device, domain: Domain): void {
  validateAddress(item);
  validateVirtioOptions(item);
  switch (item.kind) {
    case 'disks':
      return validateDisk(item.device);
    case 'interfaces':
      return validateInterface(item.device);
    case 'controllers':
      return validateController(item.device);
    case 'hostdevs':
      return validateHostdev(item.device);
    case 'serials':
    case 'parallels':
    case 'consoles':
    case 'channels':
    case 'redirdevs':
      return validateChardev(item);
    case 'rngs':
      return validateRng(item.device);
    case 'smartcards':
      return validateSmartcard(item.device);
    case 'graphics':
      return validateGraphics(item.device);
    case 'videos':
      return validateVideo(item.device, domain);
    case 'memories':
      return validateMemoryDevice(item.device, domain);
    case 'inputs':
      return validateInput(item.device);
    case 'filesystems':
      return validateFilesystem(item.device);
    case 'shmems':
      return validateShmem(item.device);
    case 'iommu':
      return validateIommu(item.device);
    case 'tpms':
      return validateTpm(item.device);
    case 'vsock':
      return validateVsock(item.device);
    case 'sounds':
      return validateSound(item.device, domain);
    case 'audios':
      return validateAudio(item.device, domain);
    default:
  }
}
