/**
 * How the fields of a table are found. Most elements hold few of the many things that they may hold, so reading starts
 * from what the element holds, and writing from what the object holds; both keep the order of the table.
 */
export class Plan {
    entries;
    /** Fields that may have a value whatever the element holds. */
    #always;
    #byAttribute;
    #byChild;
    #byKey;
    /** Those whose attributes are written first. */
    leading;
    constructor(entries) {
        this.entries = entries;
        this.#always = entries.filter(({ field }) => isAlwaysRead(field));
        const others = entries.filter(({ field }) => !isAlwaysRead(field));
        this.#byAttribute = byName(others, ({ field }) => field.attributes);
        this.#byChild = byName(others, ({ field }) => field.children);
        this.#byKey = new Map(entries.map((entry) => [entry.key, entry]));
        this.leading = entries.filter(({ field }) => field.lead === true);
    }
    /** The fields that may have a value in an element with these attributes and children. */
    toRead(attributes, children) {
        const found = this.#always.slice();
        if (attributes.size > 0)
            addAll(found, this.#byAttribute, attributes);
        if (children.size > 0)
            addAll(found, this.#byChild, children);
        return found;
    }
    /** The fields that have a value in an object. */
    toWrite(object) {
        const found = [];
        for (const key in object) {
            const entry = this.#byKey.get(key);
            if (entry !== undefined)
                add(found, entry);
        }
        return found;
    }
}
/** A required field always yields a value; one that owns no names reads what no name can tell, such as text. */
function isAlwaysRead({ required, attributes, children }) {
    return required === true || (attributes.length === 0 && children.length === 0);
}
function byName(entries, names) {
    const found = new Map();
    for (const entry of entries) {
        for (const name of names(entry)) {
            const same = found.get(name);
            if (same === undefined)
                found.set(name, [entry]);
            else
                same.push(entry);
        }
    }
    return found;
}
function addAll(found, index, names) {
    for (const name of names.keys()) {
        const entries = index.get(name);
        if (entries !== undefined)
            for (const entry of entries)
                add(found, entry);
    }
}
/** Adds an entry at its place, once. Documents and objects mostly follow the order of the table: the place is near the end. */
function add(found, entry) {
    let at = found.length;
    while (at > 0 && found[at - 1].place > entry.place)
        at -= 1;
    if (at > 0 && found[at - 1] === entry)
        return;
    if (at === found.length)
        found.push(entry);
    else
        found.splice(at, 0, entry);
}
//# sourceMappingURL=plan.js.map