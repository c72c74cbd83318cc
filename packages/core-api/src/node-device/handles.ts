// What is loaded with the first handle of a device: opening a connection needs none of it.
export { NodeDevice } from './node-device.ts';
export { publicDeviceEvent } from './public-event.ts';
