/** Waits for all, also when one fails: what is undone then must not be done again behind it. */
export async function together(steps: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(steps);
  await Promise.all(steps);
}
