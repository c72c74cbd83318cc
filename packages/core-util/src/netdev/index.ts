export { checkInterfaceName, InterfaceNames, MAX_INTERFACE_NAME } from './names.ts';
export { bridgeMtu, linkOf, listBridges, listLinks, type Link } from './links.ts';
export { createTaps, deleteTaps, tapMac, type Tap, type TapAddress, type TapRoute } from './taps.ts';
export { interfaceCounters, parseInterfaceCounters, guestView, type InterfaceCounters } from './counters.ts';
export { neighbours, type Neighbour } from './neighbours.ts';
