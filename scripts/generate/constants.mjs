// Makes the constants of libvirt's public API: one object per enum, and the names of typed parameters.
import { readFacts } from './facts.mjs';
import { writeGenerated } from './output.mjs';

const { enums, macros } = await readFacts('api.json');
const errors = new Set(['virErrorNumber', 'virErrorDomain']); // core-util has these, with their texts

const objects = Object.entries(enums)
  .filter(([type]) => !errors.has(type))
  .map(([type, values]) => {
    const lines = Object.entries(values)
      .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
      .map(([name, value]) => `  ${name}: ${value},`);
    return `/** \`${type}\` */\nexport const ${type.slice(3)} = {\n${lines.join('\n')}\n} as const;`;
  });
const names = Object.entries(macros).map(([name, value]) => `  ${name}: ${JSON.stringify(value).replaceAll('"', "'")},`);

await writeGenerated(
  'packages/core-api/src/constants.generated.ts',
  `${objects.join('\n\n')}

/** Names of typed parameters, and the pieces they are made of. */
export const ParameterNames = {
${names.join('\n')}
} as const;
`,
);
