const stringOkay = 4; // VIR_TYPED_PARAM_STRING_OKAY

/** libvirt's public functions add this flag by themselves: strings among the parameters are welcome. */
export function withStrings(flags: number): number {
  return (flags | stringOkay) >>> 0;
}
