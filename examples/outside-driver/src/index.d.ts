import type { Driver } from '@virtweave/core-api';

declare const driver: Driver;
export default driver;
