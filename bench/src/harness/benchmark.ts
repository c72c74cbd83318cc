/** One line of the table at the end. */
export interface Figure {
  readonly what: string;
  /** Our side, in `unit`. */
  readonly ours: number;
  /** What it is compared with; absent: a figure that stands alone. */
  readonly other?: number;
  readonly unit: string;
  /** Most that ours / other may be, or, without `other`, most that `ours` may be. */
  readonly limit?: number;
}

export interface BenchContext {
  /** Fewer rounds: shows that it works, and the order of magnitude. */
  readonly quick: boolean;
  /** Says what is going on, on standard error. */
  note(line: string): void;
}

/** What is measured: one file each in `benchmarks/`. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

/** Thrown by a benchmark that lacks what it needs; the message says what. */
export class Skipped extends Error {}
