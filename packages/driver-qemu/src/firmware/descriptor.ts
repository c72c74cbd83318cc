import type { DescriptorFile } from '../descriptors/index.ts';
import { isJsonObject, parseJson, type Json } from '../qmp/json.ts';
import { firmwareFeatures } from './features.ts';

/** A firmware descriptor: what a distribution says of an image that guests can boot from (QEMU's `firmware.json`). */
export interface FirmwareDescriptor {
  readonly interfaces: readonly string[];
  readonly mapping: FirmwareMapping;
  readonly targets: readonly { readonly architecture: string; readonly machines: readonly string[] }[];
  /** Those of {@link firmwareFeatures} that it has; newer ones say nothing to us. */
  readonly features: ReadonlySet<string>;
}

export type FirmwareMapping =
  | {
      readonly device: 'flash';
      readonly mode: 'split';
      readonly executable: FirmwareFile;
      readonly nvramTemplate: FirmwareFile;
    }
  | { readonly device: 'flash'; readonly mode: 'combined' | 'stateless'; readonly executable: FirmwareFile }
  | { readonly device: 'kernel'; readonly filename: string }
  | { readonly device: 'memory'; readonly filename: string };

export interface FirmwareFile {
  readonly filename: string;
  readonly format: string;
}

/** Reads a descriptor file; undefined when it is none. */
export function parseFirmwareDescriptor(text: string): FirmwareDescriptor | undefined {
  let json: Json;
  try {
    json = parseJson(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(json)) return undefined;
  const interfaces = strings(json['interface-types']);
  const features = strings(json['features']);
  const mapping = readMapping(json['mapping']);
  const targets = Array.isArray(json['targets']) ? json['targets'].map(readTarget) : undefined;
  if (interfaces === undefined || features === undefined || mapping === undefined || targets === undefined)
    return undefined;
  const known = targets.filter((target) => target !== undefined);
  return known.length < targets.length
    ? undefined
    : { interfaces, mapping, targets: known, features: new Set(features.filter((name) => firmwareFeatures.includes(name))) };
}

/** The firmware that descriptor files tell of; what is no descriptor is passed over. */
export function firmwaresOf(files: readonly DescriptorFile[]): readonly FirmwareDescriptor[] {
  return files.map(({ text }) => parseFirmwareDescriptor(text)).filter((descriptor) => descriptor !== undefined);
}

function strings(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const words = value.filter((word) => typeof word === 'string');
  return words.length === value.length ? words : undefined;
}

function readMapping(value: Json | undefined): FirmwareMapping | undefined {
  if (!isJsonObject(value)) return undefined;
  const { device, filename } = value;
  if (device === 'kernel' || device === 'memory')
    return typeof filename === 'string' ? { device, filename } : undefined;
  if (device !== 'flash') return undefined;
  const executable = readFile(value['executable']);
  const mode = value['mode'] ?? 'split';
  if (executable === undefined) return undefined;
  if (mode === 'combined' || mode === 'stateless') return { device, mode, executable };
  const nvramTemplate = readFile(value['nvram-template']);
  return mode === 'split' && nvramTemplate !== undefined ? { device, mode, executable, nvramTemplate } : undefined;
}

function readFile(value: Json | undefined): FirmwareFile | undefined {
  if (!isJsonObject(value)) return undefined;
  const { filename, format } = value;
  return typeof filename === 'string' && typeof format === 'string' ? { filename, format } : undefined;
}

function readTarget(value: Json): FirmwareDescriptor['targets'][number] | undefined {
  if (!isJsonObject(value)) return undefined;
  const { architecture } = value;
  const machines = strings(value['machines']);
  return typeof architecture === 'string' && machines !== undefined ? { architecture, machines } : undefined;
}
