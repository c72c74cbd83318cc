import { XmlWriter } from '@virtweave/core-util/xml';
import { maxVcpus } from './test-node.ts';

export interface DomainCapabilitiesQuestion {
  readonly emulator: string;
  readonly arch: string;
  readonly machine?: string;
}

/** Domain capabilities of a hypervisor that has no choices to offer. */
export function formatDomainCapabilities({ emulator, arch, machine }: DomainCapabilitiesQuestion): string {
  const xml = new XmlWriter();
  xml.open('domainCapabilities').leaf('path', emulator).leaf('domain', 'test');
  if (machine !== undefined) xml.leaf('machine', machine);
  xml.leaf('arch', arch);
  xml.open('vcpu').attr('max', String(maxVcpus)).close();
  xml.open('iothreads').attr('supported', 'yes').close();
  xml.open('os').attr('supported', 'no').close();
  xml.open('cpu');
  for (const mode of ['host-passthrough', 'maximum', 'host-model', 'custom'])
    xml.open('mode').attr('name', mode).attr('supported', 'no').close();
  xml.close();
  xml.open('devices').close();
  xml.open('features').close();
  xml.close();
  return xml.toString();
}
