import { str } from '../../table/codec.ts';
import { leaf, leaves, type Required } from '../../table/field.ts';
import { union, unionList } from '../../table/child.ts';
import { chardevLog, chardevSource, type ChardevLog, type ChardevSource } from './chardev-source.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<smartcard>`; `type` is written as `mode`. */
export type Smartcard = DeviceInfo &
  (
    | { type: 'host' }
    | { type: 'host-certificates'; certificates: string[]; database?: string }
    | { type: 'passthrough'; source: ChardevSource; log?: ChardevLog }
  );

/** `<smartcard>`, all of them. */
export const smartcards: Required<Smartcard[]> = unionList(
  'smartcard',
  union<Smartcard>('mode', () => ({
    host: { ...deviceInfo },
    'host-certificates': { certificates: leaves('certificate', str), database: leaf('database', str), ...deviceInfo },
    passthrough: { source: chardevSource(), log: chardevLog, ...deviceInfo },
  })),
);
