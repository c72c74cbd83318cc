import { refuse } from "./refuse.js";
/** Name and title. */
export function validateIdentity({ name, title }) {
    if (name === '')
        throw refuse('an empty name is not allowed');
    if (name.includes('/'))
        throw refuse(`name ${name} cannot contain '/'`);
    if (name.trim() === '')
        throw refuse(`name '${name}' must contain at least one non-blank character`);
    if (name.includes('\n'))
        throw refuse(`name ${JSON.stringify(name)} cannot contain '\\n'`);
    if (title?.includes('\n') === true)
        throw refuse("Domain title can't contain newlines");
}
//# sourceMappingURL=identity.js.map