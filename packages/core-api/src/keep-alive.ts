// An open connection does not keep Node alive; a pending call, an iterated event stream and an open console do. One timer
// for the process, with or without a reference: nothing else is needed, whatever a driver waits for.

let holds = 0;
let timer: NodeJS.Timeout | undefined;

/** Keeps Node alive until {@link release} was called as often. */
export function hold(): void {
  holds += 1;
  if (holds > 1) return;
  timer ??= setInterval(() => {}, 0x7fff_ffff);
  timer.ref();
}

export function release(): void {
  holds -= 1;
  if (holds === 0) timer?.unref();
}
