/** This package's version: part of the key under which capabilities are remembered. Kept equal to package.json by a test. */
export const version = '0.1.0';
