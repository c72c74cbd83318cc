import type { ListedObject, ObjectList } from '@virtweave/core-api/driver-kit';
import { VirtError, type ErrorDomain } from '@virtweave/core-util/errors';

/** How messages speak of the objects of a list. */
export interface Wording {
  /** `network`, `pool` */
  readonly kind: string;
  readonly domain: ErrorDomain;
}

/** The object that a definition would replace, or undefined; libvirt's errors when the name or the UUID is another's. */
export function checkUnique<T extends ListedObject & { readonly active: boolean }>(
  list: ObjectList<T>,
  { name, uuid = '' }: { readonly name: string; readonly uuid?: string },
  { kind, domain }: Wording,
  options: { readonly mustBeInactive?: boolean } = {},
): T | undefined {
  const same = list.byUuid(uuid);
  const refuse = (code: 'VIR_ERR_OPERATION_FAILED' | 'VIR_ERR_OPERATION_INVALID', detail: string): VirtError =>
    new VirtError(code, detail, { domain });
  if (same === undefined) {
    const namesake = list.byName(name);
    if (namesake === undefined) return undefined;
    throw refuse('VIR_ERR_OPERATION_FAILED', `${kind} '${name}' already exists with uuid ${namesake.uuid}`);
  }
  if (same.name !== name)
    throw refuse('VIR_ERR_OPERATION_FAILED', `${kind} '${same.name}' is already defined with uuid ${same.uuid}`);
  if (options.mustBeInactive === true && same.active)
    throw refuse('VIR_ERR_OPERATION_INVALID', `${kind} is already active as '${same.name}'`);
  return same;
}
