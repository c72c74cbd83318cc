export { default } from './driver.ts';
export { scopeOf, type Scope, type ScopeFolders } from './scope.ts';
