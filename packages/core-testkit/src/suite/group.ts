import type { Kit } from './kit.ts';
import type { ContractMember } from './subject.ts';

/** One test, and the members without which it makes no sense. */
export interface SuiteTest {
  readonly name: string;
  readonly needs: readonly ContractMember[];
  /** Makes ten thousand calls. */
  readonly expensive?: boolean;
  /** Needs a second connection that sees the same guests. */
  readonly shared?: boolean;
  /** Needs a guest that shuts down when asked. */
  readonly obedient?: boolean;
  run(kit: Kit): Promise<void>;
}

/** Tests of one subject. */
export interface SuiteGroup {
  readonly name: string;
  readonly tests: readonly SuiteTest[];
}
