/** Maps of processors one behind the other, each cut or filled to the length that the client wants. */
export function packMaps(maps: readonly Uint8Array[], length: number): Uint8Array {
  const packed = new Uint8Array(maps.length * length);
  maps.forEach((map, at) => packed.set(map.subarray(0, length), at * length));
  return packed;
}
