import { XmlWriter } from '@virtweave/core-util/xml';
import type { Cell, TestNode } from './test-node.ts';

/** Sizes of pages, KiB: the two smallest ones, of which a cell has one, and those that all have. */
const largePages: readonly number[] = [2048, 1048576];
const pageSizes: readonly number[] = [4, 8, ...largePages];

/** The capability document of a pretended host, as libvirt's test driver writes it. */
export function formatCapabilities(node: TestNode): string {
  const xml = new XmlWriter();
  xml.open('capabilities').raw('\n');
  host(xml, node);
  for (const type of ['hvm', 'xen']) guest(xml, type);
  xml.close();
  return xml.toString();
}

function host(xml: XmlWriter, node: TestNode): void {
  xml.open('host').open('cpu').leaf('arch', 'i686');
  features(xml);
  for (const size of pageSizes) xml.open('pages').attr('unit', 'KiB').attr('size', String(size)).close();
  xml.close().open('power_management').close().open('iommu').attr('support', 'no').close();
  topology(xml, node.cells);
  xml.open('secmodel').leaf('model', 'testSecurity').leaf('doi', '').close();
  xml.close().raw('\n');
}

function topology(xml: XmlWriter, cells: readonly Cell[]): void {
  xml.open('topology').open('cells').attr('num', String(cells.length));
  for (const [id, cell] of cells.entries()) {
    xml.open('cell').attr('id', String(id));
    xml.open('memory').attr('unit', 'KiB').text(String(cell.memory)).close();
    for (const size of [cell.pageSize, ...largePages]) {
      const count = size === cell.pageSize ? cell.memory / size : 0;
      xml.open('pages').attr('unit', 'KiB').attr('size', String(size)).text(String(count)).close();
    }
    xml.open('cpus').attr('num', String(cell.cpus.length));
    for (const [core, cpu] of cell.cpus.entries()) {
      xml.open('cpu').attr('id', String(cpu)).attr('socket_id', String(id)).attr('die_id', '0');
      xml.attr('core_id', String(core)).attr('siblings', String(cpu)).close();
    }
    xml.close().close();
  }
  xml.close(true).close();
}

function guest(xml: XmlWriter, type: string): void {
  xml.open('guest').leaf('os_type', type).open('arch').attr('name', 'i686');
  xml.leaf('wordsize', '32').leaf('emulator', '/usr/bin/test-hv').open('domain').attr('type', 'test').close().close();
  features(xml);
  xml.close().raw('\n');
}

function features(xml: XmlWriter): void {
  xml.open('features').open('pae').close().open('nonpae').close().close();
}
