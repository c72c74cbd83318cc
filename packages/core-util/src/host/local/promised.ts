import fs from 'node:fs';

// node:util has `promisify` for these, but to import it costs a start 2 ms.

type Callback<T> = (error: Error | null, result: T) => void;

function promised<T>(call: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, result) => (error === null || error === undefined ? resolve(result) : reject(error)));
  });
}

export function open(path: string, flags: number): Promise<number> {
  return promised((callback) => fs.open(path, flags, callback));
}

export function close(file: number): Promise<void> {
  return promised<void>((callback) => fs.close(file, callback as (error?: Error | null) => void));
}

export function fstat(file: number): Promise<fs.Stats> {
  return promised((callback) => fs.fstat(file, callback));
}

export function fsync(file: number): Promise<void> {
  return promised<void>((callback) => fs.fsync(file, callback as (error?: Error | null) => void));
}

/** @returns the number of bytes */
export function read(file: number, buffer: Buffer, offset: number, length: number, position: number | null): Promise<number> {
  return promised((callback) => fs.read(file, buffer, offset, length, position, callback));
}

/** @returns the number of bytes */
export function write(file: number, bytes: Uint8Array, offset: number): Promise<number> {
  return promised((callback) => fs.write(file, bytes, offset, callback));
}
