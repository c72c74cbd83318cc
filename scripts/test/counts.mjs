export const noCounts = { passed: 0, failed: 0, skipped: 0 };

export const addCounts = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** One check that passed or not. */
export const oneCheck = (passed) => ({ ...noCounts, [passed ? 'passed' : 'failed']: 1 });
