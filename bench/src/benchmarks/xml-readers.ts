import { readXml, walkXml, type XmlElement } from '@virtweave/core-util/xml';
import type { Benchmark } from '../harness/benchmark.ts';
import { readDocuments } from '../harness/corpus-documents.ts';
import { interleave } from '../harness/interleave.ts';
import { median } from '../harness/statistics.ts';
import { TreeBuilder } from '../harness/tree-builder.ts';

/** What would a reader of our own give, behind the same face? */
export const xmlReaders: Benchmark = {
  name: 'xml-readers',
  title: 'reading the 20 documents: readXml, built on the XML library, beside a tree made from our own pass alone',
  async run({ quick }) {
    const texts = readDocuments().map(({ xml }) => xml);
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const samples = await interleave(
      {
        library: () => time(texts, (text) => readXml(text)),
        own: () => time(texts, ownTree),
      },
      quick ? 10 : 60,
      5,
    );
    const perSecond = (milliseconds: readonly number[]): number => bytes / 1e6 / (median(milliseconds) / 1e3);
    return [{ what: 'read, in MB per second', ours: perSecond(samples.library), other: perSecond(samples.own), unit: 'MB/s' }];
  },
};

function ownTree(text: string): XmlElement | undefined {
  const tree = new TreeBuilder();
  walkXml(text, tree);
  return tree.root;
}

function time(texts: readonly string[], read: (text: string) => unknown): number {
  const begin = performance.now();
  for (const text of texts) read(text);
  return performance.now() - begin;
}
