import { readXml } from '@virtweave/core-util/xml';
import type { Benchmark } from '../harness/benchmark.ts';
import { readDocuments } from '../harness/corpus-documents.ts';
import { interleave } from '../harness/interleave.ts';
import { readWithLibrary } from '../harness/library-reader.ts';
import { median } from '../harness/statistics.ts';

/** What would a library give, behind the same face? */
export const xmlReaders: Benchmark = {
  name: 'xml-readers',
  title: 'reading the 20 documents: readXml, beside the same guard with the tree made by fast-xml-parser',
  async run({ quick }) {
    const texts = readDocuments().map(({ xml }) => xml);
    const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
    const samples = await interleave(
      { own: () => time(texts, readXml), library: () => time(texts, readWithLibrary) },
      quick ? 10 : 60,
      5,
    );
    const perMegabyte = (milliseconds: readonly number[]): number => median(milliseconds) / megabytes;
    return [
      { what: 'reading a megabyte', ours: perMegabyte(samples.own), other: perMegabyte(samples.library), unit: 'ms', limit: 0.5 },
    ];
  },
};

function time(texts: readonly string[], read: (text: string) => unknown): number {
  const begin = performance.now();
  for (const text of texts) read(text);
  return performance.now() - begin;
}
