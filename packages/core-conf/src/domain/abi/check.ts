import type { Domain } from '../domain.ts';

export function checkAbiStability(_source: Domain, _target: Domain): void {}
