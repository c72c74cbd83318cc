/** What differs, in libvirt's words. */
export type Differences = Generator<string, void, undefined>;

/** Compares what the guest saw with what it would see. */
export type Check<T> = (source: T, target: T) => Differences;

/** How libvirt shows a value. */
export type Show = (value: unknown) => string;

/** An absent number counts as 0. */
export const number: Show = (value) => String(value ?? 0);
/** An absent text. */
export const text: Show = (value) => (value === undefined ? '<null>' : String(value));
/** An absent choice. */
export const choice: Show = (value) => (value === undefined ? 'default' : String(value));
export const onOff: Show = (value) => (value === undefined ? 'default' : value === true ? 'on' : 'off');
export const yesNo: Show = (value) => (value === undefined ? 'default' : value === true ? 'yes' : 'no');

/** `template` has `%t` and `%s` for the values in target and source. */
export function differ(template: string, source: unknown, target: unknown, show: Show = choice): Differences {
  return differShown(template, show(source), show(target));
}

function* differShown(template: string, source: string, target: string): Differences {
  if (source !== target) yield template.replace(/%[ts]/g, (mark) => (mark === '%t' ? target : source));
}

/** The usual words: `Target disk bus sata does not match source virtio`; `unit` stands behind both values. */
export function property<T>(what: string, of: (value: T) => unknown, show: Show = choice, unit = ''): Check<T> {
  return (source, target) =>
    differ(`Target ${what} %t${unit} does not match source %s${unit}`, of(source), of(target), show);
}

/** The same with quotes around the values. */
export function quoted<T>(what: string, of: (value: T) => unknown, show: Show = choice): Check<T> {
  return (source, target) => differ(`Target ${what} '%t' does not match source '%s'`, of(source), of(target), show);
}

/** Words of their own, with or without the values. */
export function worded<T>(template: string, of: (value: T) => unknown, show: Show = choice): Check<T> {
  return (source, target) => differ(template, of(source), of(target), show);
}

/** Several checks in their order. */
export function all<T>(...checks: readonly Check<NoInfer<T>>[]): Check<T> {
  return function* (source, target) {
    for (const check of checks) yield* check(source, target);
  };
}

/** The checks of a part that both have. */
export function part<T, P>(of: (value: T) => P | undefined, check: Check<NoInfer<P>>): Check<T> {
  return function* (source, target) {
    const [inSource, inTarget] = [of(source), of(target)];
    if (inSource !== undefined && inTarget !== undefined) yield* check(inSource, inTarget);
  };
}

/** As many on both sides, and each like its counterpart. */
export function each<T, P>(count: string, of: (value: T) => readonly P[], check: Check<P>): Check<T> {
  return function* (source, target) {
    const [inSource, inTarget] = [of(source), of(target)];
    if (inSource.length !== inTarget.length) yield* differ(count, inSource.length, inTarget.length, number);
    else for (const [index, one] of inSource.entries()) yield* check(one, inTarget[index] as P);
  };
}
