export { default } from './service.ts';
export { openCpuService } from './open.ts';
