// How long one test may take. Jest ignores `testTimeout` of a single project, so each project gives its number in `globals`.
import { jest } from '@jest/globals';

jest.setTimeout(globalThis.testTimeout);
