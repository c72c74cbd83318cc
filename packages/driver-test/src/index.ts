export { default } from './driver.ts';
