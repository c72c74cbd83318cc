export { default } from './driver.ts';
export { readSettings, type RemoteSettings } from './connection/settings.ts';
