import { oneOf, str, yesNo } from '../../table/codec.ts';
import { attr, attrRequired, bare, property, type Required } from '../../table/field.ts';
import { child, union, within } from '../../table/child.ts';
import { problem } from '../../table/problem.ts';
import { onlyNames, table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

/** `<tpm>`: a trusted platform module. */
export interface Tpm extends DeviceInfo {
  model?: 'tpm-tis' | 'tpm-crb' | 'tpm-spapr' | 'spapr-tpm-proxy';
  backend: TpmBackend;
}

export type TpmBackend =
  | { type: 'passthrough'; device?: string }
  | {
      type: 'emulator';
      version?: '1.2' | '2.0';
      persistentState?: boolean;
      debug?: string;
      source?: { type?: string; path?: string };
      encryption?: { secret: string };
      profile?: TpmProfile;
      activePcrBanks?: string[];
    }
  | { type: 'external'; source?: { type?: string; mode?: string; path?: string } };

export interface TpmProfile {
  source?: string;
  removeDisabled?: 'check' | 'fips-host';
  name?: string;
}

const banks = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

const backend: Required<TpmBackend> = union<TpmBackend>('type', () => ({
  passthrough: { device: property('device', 'path', str) },
  emulator: {
    version: attr('version', oneOf('1.2', '2.0')),
    persistentState: attr('persistent_state', yesNo),
    debug: attr('debug', str),
    source: child('source', table<{ type?: string; path?: string }>(() => ({ type: attr('type', str), path: attr('path', str) }))),
    encryption: child('encryption', table<{ secret: string }>(() => ({ secret: attrRequired('secret', str) }))),
    activePcrBanks: {
      attributes: [],
      children: ['active_pcr_banks'],
      read: (element) =>
        element.child('active_pcr_banks')?.elements.map(({ name }) => name).filter((name) => banks.some((bank) => bank === name)),
      writeChildren(names, out) {
        out.xml.open('active_pcr_banks');
        for (const bank of banks) if (names.includes(bank)) out.xml.open(bank).close();
        out.xml.close();
      },
      schema: () => ({ type: 'array', items: { enum: banks } }),
      inner: onlyNames([], Object.fromEntries(banks.map((bank) => [bank, bare]))),
    },
    profile: child(
      'profile',
      table<TpmProfile>(() => ({
        source: attr('source', str),
        removeDisabled: attr('removeDisabled', oneOf('check', 'fips-host')),
        name: attr('name', str),
      })),
    ),
  },
  external: {
    source: child(
      'source',
      table<{ type?: string; mode?: string; path?: string }>(() => ({
        type: attr('type', str),
        mode: attr('mode', str),
        path: attr('path', str),
      })),
    ),
  },
}));

const namedBackend = within('backend', backend);

export const tpm: Table<Tpm> = table<Tpm>(() => ({
  model: attr('model', oneOf('tpm-tis', 'tpm-crb', 'tpm-spapr', 'spapr-tpm-proxy')),
  backend: { ...namedBackend, read: (element, context) => {
    if (element.child('backend') === undefined) throw problem(element, 'missing TPM device backend');
    return namedBackend.read(element, context);
  } },
  ...deviceInfo,
}));
