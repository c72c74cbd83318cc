const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Bytes for people: `1.000 TiB`; below one KiB without unit's fraction: `512.000 B`. */
export const shownBytes = (bytes: bigint): string => scaled(bytes, 3, 'EiB');

/** Bytes of pools and volumes, for people: `10.00 GiB`. */
export const shownSize = (bytes: bigint): string => scaled(bytes, 2, 'TiB');

function scaled(bytes: bigint, digits: number, largest: (typeof units)[number]): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.indexOf(largest)) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(digits)} ${units[unit]}`;
}
