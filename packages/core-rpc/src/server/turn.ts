let turn = 0;
let counting = false;

/** Number of the loop's turn: what has the same number happens before anybody else's socket is looked at. */
export function currentTurn(): number {
  if (!counting) {
    counting = true;
    setImmediate(() => {
      turn += 1;
      counting = false;
    });
  }
  return turn;
}
