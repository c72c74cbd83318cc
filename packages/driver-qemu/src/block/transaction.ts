import type { JsonObject } from '../qmp/index.ts';

/** One action of QEMU's `transaction`, which carries out all of them or none. */
export interface TransactionAction {
  readonly type: string;
  readonly data: JsonObject;
}

/** A bitmap of a node. */
export interface BitmapOf {
  readonly node: string;
  readonly name: string;
}

export function addBitmap(
  bitmap: BitmapOf,
  options: { readonly persistent: boolean; readonly disabled: boolean; readonly granularity?: number | undefined },
): TransactionAction {
  const { node, name } = bitmap;
  const { persistent, disabled, granularity } = options;
  return {
    type: 'block-dirty-bitmap-add',
    data: { node, name, persistent, disabled, ...(granularity === undefined ? {} : { granularity }) },
  };
}

export function removeBitmap({ node, name }: BitmapOf): TransactionAction {
  return { type: 'block-dirty-bitmap-remove', data: { node, name } };
}

/** Adds what the sources have noted to a bitmap. */
export function mergeBitmaps({ node, name }: BitmapOf, sources: readonly BitmapOf[]): TransactionAction {
  const bitmaps = sources.map((source) => ({ node: source.node, name: source.name }));
  return { type: 'block-dirty-bitmap-merge', data: { node, target: name, bitmaps } };
}
