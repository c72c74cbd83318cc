import type { Forward } from '../forward.ts';
import type { Network } from '../network.ts';
import { changed, checkElement, invalid, isAdding, notSupported, refused, type Change } from './change.ts';

/** `forward-interface`. */
export function updateForwardInterface(change: Change): Network {
  const { network, command, element } = change;
  const { name, forward } = network;
  checkElement(change, 'interface');
  if (command === 'modify') throw notSupported('forward interface entries cannot be modified, only added or deleted');
  const dev = element.attr('dev');
  if (dev === undefined) throw refused('missing dev attribute in <interface> element', 'VIR_ERR_XML_ERROR');
  const interfaces = forward?.interfaces ?? [];
  const found = interfaces.findIndex((one) => one.dev === dev);
  const users = interfaces[found]?.connections ?? 0;
  if (isAdding(command)) {
    if (found >= 0) {
      throw invalid(`there is an existing interface entry in network '${name}' that matches "<interface dev='${dev}'>"`);
    }
  } else if (command === 'delete') {
    if (found < 0) throw invalid(`couldn't find an interface entry in network '${name}' matching <interface dev='${dev}'>`);
    if (users > 0) {
      // The two blanks are libvirt's.
      throw invalid(`unable to delete interface '${dev}' in network '${name}'. It is currently being used  by ${users} domains.`);
    }
  }
  const after = changed(interfaces, command, { dev }, found);
  // An isolated network has no list that an interface could stand in.
  return forward === undefined ? network : { ...network, forward: { ...forward, interfaces: after } satisfies Forward };
}
