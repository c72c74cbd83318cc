// What a connection shares with the handles of domains, apart from them: opening a connection loads no handles.
import type { TypedParam, TypedParams } from '../contract/typed-params.ts';

export const startFlags: Readonly<Record<string, number>> = {
  paused: 1,
  autodestroy: 2,
  bypassCache: 4,
  forceBoot: 8,
  validate: 16,
  resetNvram: 32,
};

export const saveFlags: Readonly<Record<string, number>> = { bypassCache: 1, running: 2, paused: 4, resetNvram: 8 };

/** Parameters of the save and restore calls. */
export function saveParams(file: string, dxml: string | undefined): TypedParams {
  const params: TypedParam[] = [{ name: 'file', type: 'string', value: file }];
  if (dxml !== undefined) params.push({ name: 'dxml', type: 'string', value: dxml });
  return params;
}
