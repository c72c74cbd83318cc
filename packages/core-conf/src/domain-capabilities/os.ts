import { enumOf } from '../capabilities/enum.ts';
import { child } from '../table/child.ts';
import { str, yesNo } from '../table/codec.ts';
import { attrRequired, leaves } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<os>`: how a guest may boot. */
export interface OsCapabilities {
  supported: boolean;
  /** Kinds of firmware that are found by themselves: `bios`, `efi`. */
  firmware?: string[];
  loader?: LoaderCapabilities;
}

/** `<loader>`: firmware images. */
export interface LoaderCapabilities {
  supported: boolean;
  /** Paths of the images that are known. */
  values: string[];
  /** `rom`, `pflash`. */
  type?: string[];
  /** `yes`, `no`. */
  readonly?: string[];
  /** `yes`, `no`. */
  secure?: string[];
}

export function osCapabilities(): Table<OsCapabilities> {
  const loader = table<LoaderCapabilities>(() => ({
    supported: attrRequired('supported', yesNo),
    values: leaves('value', str),
    type: enumOf('type'),
    readonly: enumOf('readonly'),
    secure: enumOf('secure'),
  }));
  return table<OsCapabilities>(() => ({
    supported: attrRequired('supported', yesNo),
    firmware: enumOf('firmware'),
    loader: child('loader', loader, { empty: 'keep' }),
  }));
}
