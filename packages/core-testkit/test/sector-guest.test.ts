import { describe, expect, test } from '@jest/globals';
import {
  SECTOR_GUEST_DISK_SIZE, SECTOR_GUEST_READY, sectorGuest, sectorGuestDisk,
} from '../src/guests/sector-guest.ts';

describe('the guest of one sector', () => {
  const image = sectorGuest();

  test('is a boot sector', () => {
    expect(image).toHaveLength(512);
    expect([...image.subarray(510)]).toEqual([0x55, 0xaa]);
  });

  test('jumps to its own start, behind the jump', () => {
    const jump = image.indexOf(0xea);
    const view = new DataView(image.buffer);
    expect(view.getUint16(jump + 1, true)).toBe(0x7c00 + jump + 5);
    expect(view.getUint16(jump + 3, true)).toBe(0);
  });

  test('carries its line, and points to it', () => {
    const text = Buffer.from(image).indexOf(SECTOR_GUEST_READY + '\0');
    expect(text).toBeGreaterThan(0);
    const target = 0x7c00 + text;
    expect(Buffer.from(image).includes(Buffer.from([0xbe, target & 0xff, target >> 8]))).toBe(true);
  });

  test('as a disk it has the cylinder that the BIOS asks for', () => {
    const disk = sectorGuestDisk();
    expect(disk).toHaveLength(SECTOR_GUEST_DISK_SIZE);
    expect(disk.length).toBeGreaterThanOrEqual(16 * 63 * 512);
    expect(disk.subarray(0, 512)).toEqual(image);
  });
});
