export { connectEventLoop } from './connect-event-loop.ts';
export type { ChildHandlers, ChildOptions, ExitStatus } from './children.ts';
export type { EmitterHandlers, StreamHandlers } from './emitters.ts';
export { EventLoop } from './event-loop.ts';
export type { RemoteEventLoop } from './remote-event-loop.ts';
export type { RemoteLoopHandle } from './removal-ports.ts';
export type { LoopSource, SourceKind, SourceOptions } from './source.ts';
export type { LoopTimer, TimerOptions } from './timers.ts';
