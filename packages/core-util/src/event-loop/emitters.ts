import type { EventEmitter } from 'node:events';
import type { Duplex, Readable, Writable } from 'node:stream';
import type { Source } from './source.ts';

/** Callbacks of a stream or socket. Each is named for the event that it follows. */
export interface StreamHandlers {
  /** There is something to be got with `stream.read()`. Not together with `data`. */
  readonly readable?: () => void;
  readonly data?: (chunk: Buffer | string) => void;
  /** Room to write again, after `write()` returned false. */
  readonly drain?: () => void;
  /** The other side will send no more. */
  readonly end?: () => void;
  /** The last one: the source removes itself behind it. */
  readonly close?: () => void;
  /** Needed, since Node ends the process over a stream's error that nobody takes. */
  readonly error: (error: Error) => void;
}

/** Listeners by event name. */
export type EmitterHandlers = Readonly<Record<string, (...args: never[]) => void>>;

type Listener = (...args: unknown[]) => void;

/** Stays behind on a stream, whose removed source promised to call nobody: a late error must not end the process. */
const ignoreLateError = (): void => undefined;

export function listen(source: Source, emitter: EventEmitter, name: string, callback: Listener): void {
  const listener = source.guard(callback);
  emitter.on(name, listener);
  source.onRemove(() => {
    if (name === 'error' && !emitter.listeners('error').includes(ignoreLateError)) emitter.on('error', ignoreLateError);
    emitter.off(name, listener);
  });
}

export function attachEmitter(source: Source, emitter: EventEmitter, handlers: EmitterHandlers): void {
  for (const [name, callback] of Object.entries(handlers)) listen(source, emitter, name, callback as Listener);
}

export function attachStream(source: Source, stream: Readable | Writable | Duplex, handlers: StreamHandlers): void {
  const { close, ...others } = handlers;
  attachEmitter(source, stream, others as EmitterHandlers);
  // Without a listener a flowing stream throws its data away; a descriptor without a handle keeps them.
  if (handlers.data !== undefined && 'pause' in stream) {
    source.onRemove(() => {
      if (stream.listenerCount('data') === 0) stream.pause();
    });
  }
  const last = source.guardLast(close);
  stream.on('close', last);
  source.onRemove(() => stream.off('close', last));
  if (stream.closed) setImmediate(last);
}
