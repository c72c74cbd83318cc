import { isDeepStrictEqual } from 'node:util';

/**
 * Makes generated data cheap to load. What a module takes of libvirt's constants is written into it, so that it need not load
 * all of them; and what V8 would have to read as JavaScript it reads as JSON, in a sixth of the time. Lines stay where they are.
 *
 * @param constants libvirt's enums by name
 */
export function cheapData(constants) {
  return {
    name: 'cheap-data',
    transform(text, file) {
      const own = file.endsWith('constants.generated.ts') ? text : ownConstants(text, constants);
      const code = file.endsWith('.generated.ts') ? asJson(own) : own;
      return code === text ? undefined : { code, map: null };
    },
  };
}

const importOfConstants = /^import \{([^}]*)\} from '(?:@virtweave\/core-api\/constants|(?:\.\.?\/)+constants\.generated\.ts)';$/gm;

function ownConstants(text, constants) {
  return text.replace(importOfConstants, (statement, names) => {
    const wanted = names.split(',').map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '));
    const written = wanted.map((name) => {
      const [exported, local = exported] = name.split(' as ');
      return constants[exported] && `const ${local} = ${JSON.stringify(constants[exported])};`;
    });
    return written.includes(undefined) ? statement : written.join(' ') + emptyLines(statement);
  });
}

/** Below it there is nothing to gain. */
const smallest = 2000;
const literal = /^((?:export )?const \w+(?:: [^=\n]+)? = )([[{]\n[\s\S]*?\n[\]}])(?: as const)?;$/gm;

function asJson(text) {
  return text.replace(literal, (statement, before, value) => {
    if (statement.length < smallest) return statement;
    const json = jsonOf(value);
    return json === undefined ? statement : `${before}/* @__PURE__ */ JSON.parse(${JSON.stringify(json)});${emptyLines(statement)}`;
  });
}

/** A literal as JSON; undefined when it holds what JSON cannot. */
function jsonOf(text) {
  let value;
  try {
    value = new Function(`return ${text}`)();
  } catch {
    return undefined;
  }
  const json = JSON.stringify(value);
  return isDeepStrictEqual(JSON.parse(json), value) ? json : undefined;
}

const emptyLines = (text) => '\n'.repeat(text.split('\n').length - 1);
