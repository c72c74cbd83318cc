import { expect, test } from '@jest/globals';
import { connect } from '../src/index.ts';
import { fixture } from './fixtures/driver.ts';

const web = {
  type: 'qemu',
  name: 'web',
  memory: { size: 1024 },
  os: { type: { type: 'hvm' } },
  devices: { disks: [{ device: 'disk', source: { type: 'file', file: '/a' }, target: { dev: 'vda' } }] },
} as const;

test('a definition may be an object: the driver gets its document', async () => {
  let given: unknown;
  const made = fixture({
    domainDefineXMLFlags: async (xml) => {
      given = xml;
      return { name: 'web', uuid: '00000000-0000-0000-0000-000000000009', id: -1 };
    },
  });
  await using connection = await connect('fixture:///', { drivers: [made.driver] });
  expect((await connection.defineXML(web)).name).toBe('web');
  expect(given).toMatch(/^<domain type='qemu'>\n {2}<name>web<\/name>\n/);
  expect(given).toContain("<source file='/a'/>");
  given = undefined;
  await connection.families.hypervisor.domainDefineXMLFlags({ ...web, title: 'T' }, 0);
  expect(given).toContain('<title>T</title>');
});

test('a wrong property is one error that names its path, and the driver hears nothing', async () => {
  const made = fixture({ domainDefineXMLFlags: async () => Promise.reject(new Error('was called')) });
  await using connection = await connect('fixture:///', { drivers: [made.driver] });
  const wrong = { ...web, devices: { disks: [{ taget: {} }] } };
  await expect(connection.defineXML(wrong as never)).rejects.toMatchObject({
    code: 'VIR_ERR_INVALID_ARG',
    detail: "domain.devices.disks[0].taget: unknown property; did you mean 'target'?",
  });
  await expect(connection.defineXML([] as never)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  await expect(connection.defineXML(null as never)).rejects.toThrow('must not be NULL');
});
