import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readXml } from '@virtweave/core-util/xml';
import { noQemu, Place } from './support/real.ts';

const guest = (cpu: string): string =>
  `<domain type='qemu'><name>cpu</name><memory unit='MiB'>64</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>${cpu}</domain>`;

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place.end());

/** `<cpu>` of a live document: attributes, model, and features in the order of the alphabet. */
function cpuOf(xml: string): unknown {
  const cpu = readXml(xml.slice(xml.indexOf('<domain'), xml.indexOf('</domain>') + '</domain>'.length)).child('cpu');
  const features = cpu?.all('feature').map((feature) => `${feature.attr('policy') ?? ''} ${feature.attr('name') ?? ''}`);
  return [cpu?.attr('mode'), cpu?.attr('match'), cpu?.attr('check'), cpu?.child('model')?.text, features?.sort()];
}

async function liveCpu(cpu: string): Promise<unknown> {
  const connection = await place.open();
  const domain = await connection.defineXML(guest(cpu));
  await domain.start({ paused: true });
  try {
    return cpuOf(await domain.xml());
  } finally {
    await domain.destroy();
    await connection.close();
  }
}

(noQemu === undefined ? describe : describe.skip)(`the CPU of a guest of the real QEMU${noQemu === undefined ? '' : ` (${noQemu})`}`, () => {
  test('host-model is what QEMU can give, spelled out', async () => {
    const [mode, match, check, , features] = (await liveCpu("<cpu mode='host-model'/>")) as [string, string, string, string, string[]];
    expect([mode, match, check]).toEqual(['custom', 'exact', 'full']);
    expect(features).toContain('require hypervisor');
  });

  test('what QEMU cannot give is refused where all must be as it was asked', async () => {
    await expect(liveCpu("<cpu mode='custom' match='exact' check='full'><model>Haswell</model></cpu>")).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_FAILED',
      message: expect.stringMatching(/guest CPU doesn't match specification: .*missing features: .*hle.*rtm/) as never,
    });
  });

  test('what can be asked without a guest', async () => {
    const connection = await place.open();
    const cpu = '<cpu><arch>x86_64</arch><model>qemu64</model></cpu>';
    expect(await connection.cpuModelNames('x86_64')).toContain('Haswell');
    expect(await connection.compareHypervisorCpu("<cpu><model>qemu64</model></cpu>", { virtType: 'qemu' })).toBe('superset');
    expect(await connection.compareHypervisorCpu('<cpu><model>Haswell</model></cpu>', { virtType: 'qemu' })).toBe('incompatible');
    expect(await connection.baselineCpu([cpu, cpu])).toContain("<model fallback='forbid'>qemu64</model>");
    expect(await connection.baselineHypervisorCpu([cpu], { virtType: 'qemu' })).toContain('qemu64');
    await connection.close();
  });
});
