import type { XmlElement } from '@virtweave/core-util/xml';
import { uint64, positive, type Int64 } from '../table/codec.ts';
import { child } from '../table/child.ts';
import { attr, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { checked, worded } from './worded.ts';

/** `<bandwidth>`: limits in KiB per second. */
export interface Bandwidth {
  /** Class of the traffic on the network's bridge; only in what a driver keeps of running guests and ports. */
  classId?: number;
  inbound?: BandwidthRate;
  outbound?: BandwidthRate;
}

export interface BandwidthRate {
  average?: Int64;
  peak?: Int64;
  /** Guaranteed share of the network; inbound only. */
  floor?: Int64;
  /** KiB in one burst at peak speed. */
  burst?: Int64;
}

const speed = (name: keyof BandwidthRate, options: { omit?: Int64 } = { omit: 0 }): Field<Int64> =>
  worded<Int64>(name, {
    read(text, element) {
      const value = uint64.parse(text);
      if (value !== undefined) return value;
      throw problem(element, `could not convert bandwidth ${name} value '${text}'`, {
        attribute: name,
        code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      });
    },
    // 0 is no limit, and says nothing.
    ...options,
    schema: uint64.schema,
  });

const rate: Table<BandwidthRate> = table<BandwidthRate>(() => ({
  // The others need it, whatever it says.
  average: speed('average', {}),
  peak: speed('peak'),
  floor: speed('floor'),
  burst: speed('burst'),
}));

const direction = (name: 'inbound' | 'outbound'): Field<BandwidthRate> =>
  checked(child(name, rate), (value, parent) => {
    const element = parent.child(name) as XmlElement;
    const wrong = (detail: string): Error => problem(element, detail, { code: 'VIR_ERR_XML_DETAIL' });
    if (parent.all(name).length > 1) throw wrong(`Only one child <${name}> element allowed`);
    const has = (attribute: keyof BandwidthRate): boolean => element.attributes.has(attribute);
    if (!has('average') && !has('floor')) throw wrong('Missing mandatory average or floor attributes');
    if (!has('average') && (has('peak') || has('burst'))) {
      throw wrong(`'peak' and 'burst' require 'average' attribute`);
    }
    if (name === 'outbound' && has('floor')) {
      throw problem(element, `'floor' attribute allowed only in <inbound> element`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    }
    return value;
  });

const bandwidthTable: Table<Bandwidth> = table<Bandwidth>(() => ({
  classId: attr('classID', positive),
  inbound: direction('inbound'),
  outbound: direction('outbound'),
}));

function bandwidthField(allowed: { floor: (parent: XmlElement) => boolean; classId: boolean }): Field<Bandwidth> {
  return checked(child('bandwidth', bandwidthTable, { empty: 'pair' }), (value, parent) => {
    const element = parent.child('bandwidth') as XmlElement;
    if (value.classId !== undefined && !allowed.classId) {
      throw problem(element, 'classID attribute not supported on <bandwidth> in this usage context', {
        attribute: 'classID',
        code: 'VIR_ERR_XML_DETAIL',
      });
    }
    if (Number(value.inbound?.floor ?? 0) > 0 && !allowed.floor(parent)) {
      throw problem(element, 'floor attribute is not supported for this config', { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    }
    return value.inbound === undefined && value.outbound === undefined ? undefined : value;
  });
}

/** `<bandwidth>` of a port: its class on the bridge is known. */
export const portBandwidth: Field<Bandwidth> = bandwidthField({ floor: () => true, classId: true });

/** `<bandwidth>` of a network or a group of ports: only a single interface has a floor. */
export const networkBandwidth: Field<Bandwidth> = bandwidthField({ floor: () => false, classId: false });

/** `<bandwidth>` of a guest's interface. */
export const interfaceBandwidth: Field<Bandwidth> = bandwidthField({
  floor: (parent) => parent.attr('type') === 'network',
  classId: false,
});
