import type { XmlElement } from '@virtweave/core-util/xml';
import type { Domain } from '@virtweave/core-conf';
import type { CommandBuilder } from './builder.ts';
import type { QemuCapabilities } from '../capabilities/index.ts';

const uri = 'http://libvirt.org/schemas/domain/qemu/1.0';

const local = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);

function elements(domain: Domain, name: string): readonly XmlElement[] {
  if (domain.extensions?.uri !== uri) return [];
  return domain.extensions.elements.filter((element) => local(element) === name).flatMap((element) => element.elements);
}

/** `<qemu:commandline><qemu:env>`. */
export function extensionEnvironment(domain: Domain): [name: string, value: string][] {
  return elements(domain, 'commandline')
    .filter((element) => local(element) === 'env')
    .map((element) => [element.attr('name') ?? '', element.attr('value') ?? '']);
}

/** `<qemu:commandline><qemu:arg>`: handed on as they are. */
export function extensionArguments(build: CommandBuilder): void {
  for (const element of elements(build.domain, 'commandline')) {
    if (local(element) === 'arg') build.part('/domain/qemu:commandline', () => build.add(element.attr('value') ?? ''));
  }
}

/** `<qemu:capabilities>`: flags that the user adds or takes away. */
export function editedCapabilities(domain: Domain, caps: QemuCapabilities): QemuCapabilities {
  const edits = elements(domain, 'capabilities');
  if (edits.length === 0) return caps;
  const flags = (kind: string): string[] =>
    edits.filter((element) => local(element) === kind).map((element) => element.attr('capability') ?? '');
  return caps.edit({ addFlags: flags('add'), removeFlags: flags('del') });
}

/** `<qemu:deprecation behavior='..'/>`. */
export function deprecationBehavior({ extensions }: Domain): string | undefined {
  if (extensions?.uri !== uri) return undefined;
  return extensions.elements.find((element) => local(element) === 'deprecation')?.attr('behavior');
}

/** `<qemu:override>`: properties of devices that the user sets, by alias. */
export function deviceOverrides(domain: Domain): ReadonlyMap<string, readonly Override[]> {
  const found = new Map<string, Override[]>();
  for (const device of elements(domain, 'override')) {
    const alias = device.attr('alias');
    if (local(device) !== 'device' || alias === undefined) continue;
    const properties = device.elements.flatMap((frontend) => frontend.elements);
    found.set(
      alias,
      properties.map((property) => ({
        name: property.attr('name') ?? '',
        type: property.attr('type') ?? 'string',
        value: property.attr('value') ?? '',
      })),
    );
  }
  return found;
}

export interface Override {
  readonly name: string;
  /** `string`, `unsigned`, `signed`, `bool`, or `remove`. */
  readonly type: string;
  readonly value: string;
}
