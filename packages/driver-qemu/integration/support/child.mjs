// A process that owns an embedded root, and is killed by the test that started it.
import { writeSync } from 'node:fs';
import { connect } from '@virtweave/core-api';
import driver from '@virtweave/driver-qemu';

const [uri, mode, xml] = process.argv.slice(2);
const say = (text) => writeSync(1, `${text}\n`);
const connection = await connect(uri, { drivers: [driver] });

if (mode === 'start') await (await connection.defineXML(xml)).start();
if (mode === 'create') await connection.createXML(xml);
say('ready');
setInterval(() => {}, 60_000);
