import { VirtError } from '@virtweave/core-util';

/** `virKeycodeSet` numbers that are understood. */
const LINUX = 0;
const XT = 1;
const QNUM = 9;

/** Linux key codes above the keys that have the number of the PC's first keyboard, and QEMU's numbers for them. */
const linuxToQnum: ReadonlyMap<number, number> = new Map([
  [96, 0x9c], [97, 0x9d], [98, 0xb5], [99, 0x54], [100, 0xb8], [102, 0xc7], [103, 0xc8], [104, 0xc9], [105, 0xcb],
  [106, 0xcd], [107, 0xcf], [108, 0xd0], [109, 0xd1], [110, 0xd2], [111, 0xd3], [113, 0xa0], [114, 0xae], [115, 0xb0],
  [116, 0xde], [119, 0xc6], [125, 0xdb], [126, 0xdc], [127, 0xdd],
]);

/** The last Linux code that is also the scan code of the PC's first keyboard. */
const LAST_COMMON = 88;

/**
 * QEMU's key numbers for codes of a set.
 *
 * @throws VirtError `VIR_ERR_INVALID_ARG` for a code or a set that cannot be translated
 */
export function qemuKeys(codeset: number, codes: readonly number[]): number[] {
  return codes.map((code) => {
    const number = translate(codeset, code);
    if (number === undefined) {
      throw new VirtError('VIR_ERR_INVALID_ARG', `cannot translate keycode ${code} of codeset ${codeset} to rfb codeset`, { domain: 'VIR_FROM_QEMU' });
    }
    return number;
  });
}

function translate(codeset: number, code: number): number | undefined {
  switch (codeset) {
    case XT:
    case QNUM:
      return code > 0 && code <= 0xff ? code : undefined;
    case LINUX:
      return code > 0 && code <= LAST_COMMON ? code : linuxToQnum.get(code);
    default:
      return undefined;
  }
}
