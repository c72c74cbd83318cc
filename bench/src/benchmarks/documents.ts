import { connect } from '@virtweave/core-api';
import { formatDomain, parseDomain, type Domain } from '@virtweave/core-conf';
import type { BenchContext, Benchmark, Figure } from '../harness/benchmark.ts';
import { readDocuments } from '../harness/corpus-documents.ts';
import { interleave } from '../harness/interleave.ts';
import { LibvirtPeer } from '../harness/libvirt-peer.ts';
import { median, ratios, sum } from '../harness/statistics.ts';

/** Define and XMLDesc of documents, beside libvirt's test driver. */
export const documents: Benchmark = {
  name: 'documents',
  title: 'parse, complete, validate, store and format domain documents, beside libvirt (define and XMLDesc, test driver)',
  async run(context) {
    const all = readDocuments();
    const libvirt = await LibvirtPeer.open('test:///default');
    const connection = await connect('test:///default', { from: import.meta.url });
    const stored = new Map<string, Domain>();
    try {
      return await compare(context, all, {
        libvirt: (xml, times) => libvirt.time('documents', xml, times),
        async connection(xml, times) {
          let spent = 0;
          for (let at = 0; at < times; at += 1) {
            const begin = performance.now();
            const domain = await connection.defineXML(xml);
            await domain.xml();
            spent += performance.now() - begin;
            await domain.undefine();
          }
          return spent / times;
        },
        documents(xml, times) {
          const begin = performance.now();
          for (let at = 0; at < times; at += 1) {
            const domain = parseDomain(xml);
            stored.set(domain.name, domain);
            formatDomain(domain);
          }
          return (performance.now() - begin) / times;
        },
      });
    } finally {
      libvirt.close();
      await connection.close();
    }
  },
};

type SideName = 'libvirt' | 'connection' | 'documents';
type SideOf = (xml: string, times: number) => number | Promise<number>;

async function compare(
  { quick, note }: BenchContext,
  all: readonly { name: string; xml: string }[],
  sides: Readonly<Record<SideName, SideOf>>,
): Promise<Figure[]> {
  const [rounds, times] = quick ? [5, 5] : [25, 10];
  const medians: Record<SideName, number[]> = { libvirt: [], connection: [], documents: [] };
  for (const { xml } of all) {
    // Both of ours are compiled by then, whichever document comes first.
    await sides.connection(xml, 10 * times);
    await sides.documents(xml, 10 * times);
  }
  for (const { name, xml } of all) {
    const samples = await interleave(
      {
        libvirt: () => sides.libvirt(xml, times),
        connection: () => sides.connection(xml, times),
        documents: () => sides.documents(xml, times),
      },
      rounds,
    );
    for (const side of Object.keys(medians) as SideName[]) medians[side].push(median(samples[side]));
    const one = (side: SideName): string => `${(1000 * (medians[side].at(-1) as number)).toFixed(0)} us`;
    note(`  ${name}: connection ${one('connection')}, core-conf alone ${one('documents')}, libvirt ${one('libvirt')}`);
  }
  const mean = (side: SideName): number => (1000 * sum(medians[side])) / all.length;
  const figure = (what: string, side: SideName): Figure[] => [
    { what: `${what}, mean of ${all.length}`, ours: mean(side), other: mean('libvirt'), unit: 'us', limit: 1.3 },
    {
      what: `${what}, median of the documents' ratios`,
      ours: median(ratios(medians[side], medians.libvirt)),
      unit: 'times',
      limit: 1.3,
    },
  ];
  return [...figure('define and XML', 'connection'), ...figure('parseDomain and formatDomain', 'documents')];
}
