/** Where the user's code called us: its frames go into the stack of an error that arises far from there. */
export interface CallSite {
  readonly stack?: string;
}

/** `below`: our own function, above which frames are left out. Cheap: V8 makes the text only when it is read. */
export function callSite(below: (...args: never[]) => unknown): CallSite {
  const site: CallSite = {};
  Error.captureStackTrace(site, below);
  return site;
}

/** Adds the frames of the call to an error's stack, unless they are there already. Answers the error. */
export function withCallSite(error: unknown, site: CallSite): unknown {
  if (!(error instanceof Error) || !Object.isExtensible(error)) return error;
  const frames = (site.stack ?? '').split('\n').slice(1);
  const stack = error.stack ?? '';
  const missing = frames.filter((frame) => !stack.includes(frame.trim().replace(/^at /, '')));
  if (missing.length > 0) {
    const descriptor = Object.getOwnPropertyDescriptor(error, 'stack');
    if (descriptor === undefined || descriptor.writable === true || descriptor.set !== undefined)
      error.stack = `${stack}\n${missing.join('\n')}`;
  }
  return error;
}
