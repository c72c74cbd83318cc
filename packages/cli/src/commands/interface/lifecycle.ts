import { InterfaceDefineFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findInterface } from '../../objects/host-device.ts';
import { interfaceOption } from './options.ts';

const ifaceDefine = command({
  name: 'iface-define',
  summary: 'define an inactive persistent physical host interface or modify an existing persistent one from an XML file',
  description: 'Define or modify a persistent physical host interface.',
  options: {
    file: text('file containing an XML interface description', { ...needed, complete: 'file' }),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const flags = flagsOf(args, { validate: InterfaceDefineFlags.VIR_INTERFACE_DEFINE_VALIDATE });
    const { interface: driver } = await shell.families();
    const xml = await readDocument(path);
    const { name } = await attempt(driver.interfaceDefineXML(xml, flags), `Failed to define interface from ${path}`);
    shell.extra(`Interface ${name} defined from ${path}\n`);
  },
});

const ifaceUndefine = command({
  name: 'iface-undefine',
  summary: 'undefine a physical host interface (remove it from configuration)',
  description: 'undefine an interface.',
  options: { interface: interfaceOption },
  async run(shell, args) {
    const ref = await findInterface(shell, args);
    const { interface: driver } = await shell.families();
    await attempt(driver.interfaceUndefine(ref), `Failed to undefine interface ${args.needed('interface')}`);
    shell.extra(`Interface ${args.needed('interface')} undefined\n`);
  },
});

const ifaceStart = command({
  name: 'iface-start',
  summary: 'start a physical host interface (enable it / "if-up")',
  description: 'start a physical host interface.',
  options: { interface: interfaceOption },
  async run(shell, args) {
    const ref = await findInterface(shell, args);
    const { interface: driver } = await shell.families();
    await attempt(driver.interfaceCreate(ref, 0), `Failed to start interface ${args.needed('interface')}`);
    shell.extra(`Interface ${args.needed('interface')} started\n`);
  },
});

const ifaceDestroy = command({
  name: 'iface-destroy',
  summary: 'destroy a physical host interface (disable it / "if-down")',
  description: 'forcefully stop a physical host interface.',
  options: { interface: interfaceOption },
  async run(shell, args) {
    const ref = await findInterface(shell, args);
    const { interface: driver } = await shell.families();
    await attempt(driver.interfaceDestroy(ref, 0), `Failed to destroy interface ${args.needed('interface')}`);
    shell.extra(`Interface ${args.needed('interface')} destroyed\n`);
  },
});

const ifaceBegin = command({
  name: 'iface-begin',
  summary: 'create a snapshot of current interfaces settings, which can be later committed (iface-commit) or restored (iface-rollback)',
  description: 'Create a restore point for interfaces settings',
  options: {},
  async run(shell) {
    const { interface: driver } = await shell.families();
    await attempt(driver.interfaceChangeBegin(0), 'Failed to begin network config change transaction');
    shell.extra('Network config change transaction started\n');
  },
});

const ifaceCommit = command({
  name: 'iface-commit',
  summary: 'commit changes made since iface-begin and free restore point',
  description: 'commit changes and free restore point',
  options: {},
  async run(shell) {
    const { interface: driver } = await shell.families();
    await attempt(driver.interfaceChangeCommit(0), 'Failed to commit network config change transaction');
    shell.extra('Network config change transaction committed\n');
  },
});

const ifaceRollback = command({
  name: 'iface-rollback',
  summary: 'rollback to previous saved configuration created via iface-begin',
  description: 'rollback to previous restore point',
  options: {},
  async run(shell) {
    const { interface: driver } = await shell.families();
    await attempt(driver.interfaceChangeRollback(0), 'Failed to rollback network config change transaction');
    shell.extra('Network config change transaction rolled back\n');
  },
});

export const commands: readonly AnyCommand[] = [ifaceDefine, ifaceUndefine, ifaceStart, ifaceDestroy, ifaceBegin, ifaceCommit, ifaceRollback];
