import { refusing, str, truth, type Codec, type Refusal } from '../table/codec.ts';
import { attrOr, leaf, leafRequired, type Field } from '../table/field.ts';
import { unionChild } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { uuid } from '../common/uuid.ts';

/** A secret: the whole of a `<secret>` document. The value is not part of it. */
export interface Secret {
  /** Kept in memory only. */
  ephemeral: boolean;
  /** Its value is never handed out. */
  private: boolean;
  /** With hyphens, in lower case; made up when absent. */
  uuid?: string;
  description?: string;
  usage?: SecretUsage;
}

/** What a secret is for; no two secrets have the same. */
export type SecretUsage =
  | { type: 'volume'; /** Path of the volume. */ volume: string }
  | { type: 'ceph'; name: string }
  | { type: 'iscsi'; target: string }
  | { type: 'tls'; name: string }
  | { type: 'vtpm'; name: string };

function choice(name: string): Codec<boolean> {
  return refusing(truth('yes', 'no'), () => ({ detail: `invalid value of '${name}'` }));
}

function missing(detail: string): Refusal {
  return { detail, code: 'VIR_ERR_INTERNAL_ERROR' };
}

const known = {
  volume: { volume: leafRequired('volume', str, missing('volume usage specified, but volume path is missing')) },
  ceph: { name: leafRequired('name', str, missing('Ceph usage specified, but name is missing')) },
  iscsi: { target: leafRequired('target', str, missing('iSCSI usage specified, but target is missing')) },
  tls: { name: leafRequired('name', str, missing('TLS usage specified, but name is missing')) },
  vtpm: { name: leafRequired('name', str, missing('vTPM usage specified, but name is missing')) },
};

const anyUsage = unionChild<SecretUsage>('usage', 'type', known);

/** The type `none` is the same as no usage. */
const usage: Field<SecretUsage> = {
  ...anyUsage,
  read(element, context) {
    const found = element.child('usage');
    if (found === undefined) return undefined;
    const type = found.attr('type');
    if (type === undefined) throw problem(found, 'unknown secret usage type');
    if (type === 'none') return undefined;
    if (!(type in known)) {
      throw problem(found, `unknown secret usage type ${type}`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED', attribute: 'type' });
    }
    return anyUsage.read(element, context);
  },
};

export const secret: Table<Secret> = table<Secret>(() => ({
  ephemeral: attrOr('ephemeral', choice('ephemeral'), false),
  private: attrOr('private', choice('private'), false),
  uuid: uuid('VIR_ERR_INTERNAL_ERROR'),
  description: leaf('description', str),
  usage,
}));
