import { readTable } from '../../table/table.ts';
import type { Network } from '../network.ts';
import { portgroup } from '../portgroup.ts';
import { changed, checkElement, invalid, isAdding, type Change } from './change.ts';

/** `portgroup`. */
export function updatePortgroup(change: Change): Network {
  const { network, command, element } = change;
  const { name, portgroups } = network;
  checkElement(change, 'portgroup');
  const group = readTable(portgroup, element, { inactive: false, status: false });
  const found = portgroups.findIndex((one) => one.name === group.name);
  if (found < 0 && (command === 'modify' || command === 'delete')) {
    throw invalid(`couldn't find a portgroup entry in network '${name}' matching <portgroup name='${group.name}'>`);
  }
  if (found >= 0 && isAdding(command)) {
    throw invalid(`there is an existing portgroup entry in network '${name}' that matches "<portgroup name='${group.name}'>"`);
  }
  const otherDefault = portgroups.some((one, index) => index !== found && one.default === true);
  if (command !== 'delete' && group.default === true && otherDefault) {
    throw invalid(
      `a different portgroup entry in network '${name}' is already set as the default. Only one default is allowed.`,
    );
  }
  return { ...network, portgroups: changed(portgroups, command, group, found) };
}
