import { namespaceOf } from '../common/metadata.ts';
import { problem } from '../table/problem.ts';
import type { Field } from '../table/field.ts';

const uri = 'http://libvirt.org/schemas/network/dnsmasq/1.0';

/** `<dnsmasq:options>`: lines for the configuration of the program that serves DNS and DHCP. */
export const dnsmasqOptions: Field<string[]> = {
  attributes: [],
  children: [],
  read(element) {
    const inNamespace = (name: string) => (one: (typeof element.elements)[number]) =>
      one.name.slice(one.name.indexOf(':') + 1) === name && namespaceOf(one) === uri;
    const options = element.elements
      .filter(inNamespace('options'))
      .flatMap((found) => found.elements.filter(inNamespace('option')))
      .map((option) => {
        const value = option.attr('value');
        if (value !== undefined) return value;
        throw problem(option, 'No dnsmasq options value specified', { code: 'VIR_ERR_INTERNAL_ERROR' });
      });
    return options.length === 0 ? undefined : options;
  },
  writeAttributes(_value, out) {
    out.xml.attr('xmlns:dnsmasq', uri);
  },
  writeChildren(values, out) {
    out.xml.open('dnsmasq:options');
    for (const value of values) out.xml.open('dnsmasq:option').attr('value', value).close();
    out.xml.close();
  },
  schema: () => ({ type: 'array', items: { type: 'string' } }),
};
