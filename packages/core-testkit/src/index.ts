export {
  SECTOR_GUEST_DISK_SIZE, SECTOR_GUEST_KEYS, SECTOR_GUEST_READY, sectorGuest, sectorGuestDisk,
} from './guests/sector-guest.ts';
