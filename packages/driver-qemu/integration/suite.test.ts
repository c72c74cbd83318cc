import { describe, expect, test } from '@jest/globals';
import { driverSuite } from '@virtweave/core-testkit';
import driver from '../src/index.ts';
import { noQemu, Place } from './support/real.ts';

let current: Place | undefined;

if (noQemu === undefined) {
  await driverSuite({
    test,
    expect,
    driver,
    describe: (name, body) => describe(`with a real QEMU: ${name}`, body),
    // Until its boot sector runs, which takes a while, the guest hears no power button.
    obeys: false,
    sample: ({ name, uuid }) =>
      (current as Place).xml({ name }).replace('<memory', `<uuid>${uuid}</uuid>\n  <memory`).replace('<vcpu>1<', '<vcpu>2<').replace(/<disk.*<\/disk>/s, ''),
    async place() {
      const place = await Place.make();
      current = place;
      return { uri: place.uri, dispose: () => place.end() };
    },
  });
} else test.skip(`driver suite (${noQemu})`, () => {});
