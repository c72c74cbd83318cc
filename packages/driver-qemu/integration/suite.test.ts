import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
    sample({ name, uuid }) {
      const place = current as Place;
      // Each has an image of its own, in which there can be snapshots.
      const disk = join(place.folder, `${uuid}.qcow2`);
      if (!existsSync(disk)) execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', disk, '1M']);
      const xml = place.xml({ name, disk }).replace("type='raw'", "type='qcow2'");
      return xml.replace('<memory', `<uuid>${uuid}</uuid>\n  <memory`).replace('<vcpu>1<', '<vcpu>2<');
    },
    async place() {
      const place = await Place.make();
      current = place;
      return { uri: place.uri, dispose: () => place.end() };
    },
  });
} else test.skip(`driver suite (${noQemu})`, () => {});
