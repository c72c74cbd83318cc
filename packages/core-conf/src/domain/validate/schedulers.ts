import { Bitmap } from '@virtweave/core-util/values';
import type { Domain } from '../domain.ts';
import { refuse } from './refuse.ts';

/** A thread has one scheduler. */
export function validateSchedulers({ cputune }: Domain): void {
  requireApart(cputune?.vcpusched?.map(({ vcpus }) => vcpus), "'vcpusched' attributes 'vcpus' must not overlap");
  requireApart(
    cputune?.iothreadsched?.map(({ iothreads }) => iothreads),
    "'iothreadsched' attributes 'iothreads' must not overlap",
  );
}

function requireApart(sets: readonly string[] | undefined, message: string): void {
  let seen: Bitmap | undefined;
  for (const text of sets ?? []) {
    const set = Bitmap.parse(text);
    if (seen?.overlaps(set) === true) throw refuse(message, 'VIR_ERR_XML_DETAIL');
    seen = seen?.union(set) ?? set;
  }
}
