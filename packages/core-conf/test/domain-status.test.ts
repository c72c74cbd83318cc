import { describe, expect, test } from '@jest/globals';
import {
  domainStateNumbers,
  formatDomainStatus,
  fromXML,
  parseDomainStatus,
  readDomainStatus,
  type StatusDriver,
} from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const status = (root = "state='running' reason='booted' pid='7690'"): string => `<domstatus ${root}>
  <taint flag='high-privileges'/>
  <taint flag='host-cpu'/>
  <deprecation>machine type &apos;old&apos;</deprecation>
  <monitor path='/run/web.sock' type='unix'/>
  <vcpus>
    <vcpu id='0' pid='7696'/>
  </vcpus>
  <agentTimeout>-2</agentTimeout>
  <domain type='qemu' id='4'>
    <name>web</name>
    <memory unit='KiB'>1024</memory>
    <vcpu placement='static'>1</vcpu>
    <os>
      <type>hvm</type>
    </os>
    <clock offset='utc'/>
    <on_poweroff>destroy</on_poweroff>
    <on_reboot>restart</on_reboot>
    <on_crash>destroy</on_crash>
    <devices>
      <emulator>/bin/emulator</emulator>
    </devices>
  </domain>
</domstatus>
`;

const monitor: StatusDriver<{ monitor: string }> = {
  read: (root) => ({ monitor: root.child('monitor')?.attr('path') ?? '' }),
  write: ({ monitor: path }, out) => void out.open('monitor').attr('path', path).close(),
};

describe('the status of a domain', () => {
  test('is read, and private data are kept as elements', () => {
    const found = readDomainStatus(status());
    expect(found).toMatchObject({ state: 'running', reason: 'booted', pid: 7690, taints: ['high-privileges', 'host-cpu'] });
    expect(found.deprecations).toEqual(["machine type 'old'"]);
    expect(found.privateData.map(({ name }) => name)).toEqual(['monitor', 'vcpus', 'agentTimeout']);
    expect(found.domain).toMatchObject({ id: 4, name: 'web' });
    expect(formatDomainStatus(found)).toBe(status());
  });

  test('gives and takes what a driver makes of its own part', () => {
    const found = readDomainStatus(status(), { status: monitor });
    expect(found.privateData).toEqual({ monitor: '/run/web.sock' });
    const text = formatDomainStatus(found, monitor);
    expect(text).toContain("</deprecation>\n  <monitor path='/run/web.sock'/>\n  <domain type='qemu' id='4'>\n    <name>web</name>");
    expect(readDomainStatus(text, { status: monitor })).toEqual(found);
  });

  test('of an older program is completed, not refused', () => {
    const { domain, privateData } = parseDomainStatus(status(), { status: monitor });
    expect(privateData.monitor).toBe('/run/web.sock');
    expect(domain.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(domain.id).toBe(4);
    const twice = status().replace("placement='static'>", "placement='static' current='9'>");
    expect(parseDomainStatus(twice).domain.vcpu.current).toBe(9);
  });

  test.each([
    ['<domain/>', 'unexpected root element <domain>, expecting <domstatus>'],
    ['<domstatus/>', "Missing required attribute 'state' in element 'domstatus'"],
    ["<domstatus state='odd'/>", "Invalid value for attribute 'state' in element 'domstatus': 'odd'."],
    ["<domstatus state='running' reason='user'/>", "invalid domain state reason 'user'"],
    ["<domstatus state='running'><taint flag='odd'/></domstatus>", 'Unknown taint flag odd'],
    ["<domstatus state='running'/>", 'no domain config'],
  ])('that is wrong is refused: %s', (xml, words) => {
    expect(problemOf(() => fromXML('domain-status', xml)).detail).toBe(words);
  });

  test('has the numbers of the API', () => {
    expect(domainStateNumbers('paused', 'ioerror')).toEqual({ state: 3, reason: 5 });
    expect(domainStateNumbers('pmsuspended', 'unknown')).toEqual({ state: 7, reason: 0 });
    expect(domainStateNumbers('shutoff', 'daemon')).toEqual({ state: 5, reason: 8 });
  });
});

test('groups of limits stand in front of the CPU tuning, their names last', () => {
  const group = '<throttlegroup><group_name>g</group_name><total_iops_sec_max_length>1</total_iops_sec_max_length></throttlegroup>';
  const xml = status().replace('<os>', `<cputune><shares>1</shares></cputune><throttlegroups>${group}</throttlegroups><os>`);
  const text = formatDomainStatus(readDomainStatus(xml));
  expect(text.replace(/\s+/g, '')).toContain(
    '<throttlegroups><throttlegroup><total_iops_sec_max_length>1</total_iops_sec_max_length><group_name>g</group_name>' +
      '</throttlegroup></throttlegroups><cputune>',
  );
});
