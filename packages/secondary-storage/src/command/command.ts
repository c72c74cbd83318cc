/** A program and its arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** A value within the options of QEMU's tools, in which a comma ends it. */
export function option(text: string): string {
  return text.replaceAll(',', ',,');
}
