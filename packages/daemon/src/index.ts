export { checkConfig, readConfig, type Config, type ConfigInput, type Rule } from './config/config.ts';
export { Daemon, type DaemonOptions } from './server/daemon.ts';
export type { HandedOver } from './systemd/sockets.ts';
