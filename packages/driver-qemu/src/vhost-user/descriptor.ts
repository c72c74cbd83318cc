import { isJsonObject, parseJson, type Json } from '../qmp/json.ts';

/** Kinds of device that a program may serve (QEMU's `vhost-user.json`). */
const types = [
  '9p', 'balloon', 'block', 'caif', 'console', 'crypto', 'gpu', 'input', 'net', 'rng', 'rpmsg', 'rproc-serial', 'scsi', 'vsock', 'fs',
] as const;

export type VhostUserType = (typeof types)[number];

/** A descriptor of a program that serves a device of a guest over a vhost-user socket. */
export interface VhostUserDescriptor {
  readonly type: VhostUserType;
  /** Absolute path of the program. */
  readonly binary: string;
}

const isType = (text: string): text is VhostUserType => (types as readonly string[]).includes(text);

/** Reads a descriptor file; undefined when it is none. */
export function parseVhostUserDescriptor(text: string): VhostUserDescriptor | undefined {
  let json: Json;
  try {
    json = parseJson(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(json)) return undefined;
  const { type, binary } = json;
  if (typeof type !== 'string' || !isType(type) || typeof binary !== 'string') return undefined;
  return { type, binary };
}

/** The descriptor as JSON, with what libvirt knows of it: neither its description nor its tags. */
export function formatVhostUserDescriptor({ type, binary }: VhostUserDescriptor): Json {
  return { type, binary };
}
