/** Part of the full work that is done: 1 for `npm run endurance`, a twentieth for `npm test`. */
export const scale: number = Number(process.env['ENDURANCE_SCALE'] ?? 1);
export const seed: number = Number(process.env['ENDURANCE_SEED'] ?? Date.now() % 2 ** 31);
