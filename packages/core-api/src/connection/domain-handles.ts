type Handles = typeof import('../domain/handles.ts');

let loading: Promise<Handles> | undefined;

/** The classes of domains and what belongs to them, loaded once: an `import()` in each call would cost it a turn. */
export function domainHandles(): Promise<Handles> {
  loading ??= import('../domain/handles.ts');
  return loading;
}
