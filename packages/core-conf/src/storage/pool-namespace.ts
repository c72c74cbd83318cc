import type { XmlElement } from '@virtweave/core-util/xml';
import { namespaceOf } from '../common/metadata.ts';
import type { Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';

/** An option of the Ceph client library. */
export interface RbdConfigOption {
  name: string;
  value: string;
}

const mountUri = 'http://libvirt.org/schemas/storagepool/fs/1.0';
const configUri = 'http://libvirt.org/schemas/storagepool/rbd/1.0';

/** The `option` elements of `<PREFIX:name>` in this namespace, whatever its prefix. */
function options(pool: XmlElement, name: string, uri: string): readonly XmlElement[] | undefined {
  const isOne = (element: XmlElement, local: string): boolean =>
    element.name.slice(element.name.indexOf(':') + 1) === local && namespaceOf(element) === uri;
  return pool.elements.find((element) => isOne(element, name))?.elements.filter((element) => isOne(element, 'option'));
}

function attribute(option: XmlElement, name: string, missing: string): string {
  const value = option.attr(name);
  if (value === undefined || value === '') throw problem(option, missing);
  return value;
}

/** `<fs:mount_opts>`: options for `mount`, added to those of libvirt. */
export const mountOptions: Field<string[]> = {
  attributes: [],
  children: [],
  read(element) {
    const found = options(element, 'mount_opts', mountUri);
    if (found === undefined || found.length === 0) return undefined;
    return found.map((option) => attribute(option, 'name', 'no fs mount option name specified'));
  },
  writeAttributes(_value, out) {
    out.xml.attr('xmlns:fs', mountUri);
  },
  writeChildren(values, out) {
    out.xml.open('fs:mount_opts');
    for (const value of values) out.xml.open('fs:option').attr('name', value).close();
    out.xml.close();
  },
  schema: () => ({ type: 'array', items: { type: 'string' } }),
};

/** `<rbd:config_opts>`: options of the Ceph client. */
export const configOptions: Field<RbdConfigOption[]> = {
  attributes: [],
  children: [],
  read(element) {
    const found = options(element, 'config_opts', configUri);
    if (found === undefined || found.length === 0) return undefined;
    return found.map((option) => ({
      name: attribute(option, 'name', 'no rbd option name specified'),
      value: attribute(option, 'value', 'no rbd option value specified'),
    }));
  },
  writeAttributes(_value, out) {
    out.xml.attr('xmlns:rbd', configUri);
  },
  writeChildren(values, out) {
    out.xml.open('rbd:config_opts');
    for (const { name, value } of values) out.xml.open('rbd:option').attr('name', name).attr('value', value).close();
    out.xml.close();
  },
  schema: () => ({
    type: 'array',
    items: { type: 'object', properties: { name: { type: 'string' }, value: { type: 'string' } }, required: ['name', 'value'] },
  }),
};
