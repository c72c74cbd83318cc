import { expect, test } from '@jest/globals';
import { parseDomain } from '@virtweave/core-conf';

test.each(['vcpusched vcpus', 'iothreadsched iothreads'])('a range of all numbers in %s is refused at once', (what) => {
  const xml = `
    <domain type='test'>
      <name>a</name><memory>65536</memory><vcpu>4</vcpu><iothreads>2</iothreads>
      <cputune><${what}='0-2147483646' scheduler='batch'/></cputune>
      <os><type>hvm</type></os>
    </domain>`;
  expect(() => parseDomain(xml)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG' }));
});
