// Opening a connection loads no handles; each family's are loaded once, by the first call that makes one. An `import()` in
// each call would cost it a turn.

export const domainHandles: () => Promise<typeof import('../domain/handles.ts')> = once(
  () => import('../domain/handles.ts'),
);
export const networkHandles: () => Promise<typeof import('../network/handles.ts')> = once(
  () => import('../network/handles.ts'),
);
export const storageHandles: () => Promise<typeof import('../storage/handles.ts')> = once(
  () => import('../storage/handles.ts'),
);
export const interfaceHandles: () => Promise<typeof import('../interface/handles.ts')> = once(
  () => import('../interface/handles.ts'),
);
export const nodeDeviceHandles: () => Promise<typeof import('../node-device/handles.ts')> = once(
  () => import('../node-device/handles.ts'),
);
export const secretHandles: () => Promise<typeof import('../secret/handles.ts')> = once(
  () => import('../secret/handles.ts'),
);
export const nwfilterHandles: () => Promise<typeof import('../nwfilter/handles.ts')> = once(
  () => import('../nwfilter/handles.ts'),
);

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => (loading ??= load());
}
