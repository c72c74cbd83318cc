import { readFileSync, readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The walls: who may import whom. test/walls reads the same table and checks what lint cannot see.
const table = JSON.parse(readFileSync(new URL('./test/walls/table.json', import.meta.url), 'utf8'));
const covers = (pattern, name) => pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));
const entry = (entries, name) => entries[name] ?? entries[Object.keys(entries).find((pattern) => covers(pattern, name))];

/** In a selector a slash would end the regular expression. */
const inSelector = (regex) => `/${regex.replaceAll('/', '\\u002F')}/`;

/** What one package must not import, in every way that lint can see. */
function wall(name, folder, allowed, behindHost) {
  const notAllowed = `^@virtweave/(?!(${[name, ...allowed].join('|')})(/|$))`;
  const refused = [{ regex: notAllowed, message: `${name} may not import this: see test/walls/table.json.` }];
  // Tests may share the helpers of tests that lie below them.
  const others = folder === 'src' ? 'core|driver|secondary' : 'driver|secondary';
  refused.push({ regex: `^(\\.\\./)+(packages/)?(${others})-[a-z-]+/`, message: 'Import a package by its name.' });
  if (behindHost) {
    const builtins = table.behindHost.builtins.join('|');
    refused.push({ regex: `^(node:)?(${builtins})$`, message: 'Drivers reach the machine through Host.' });
  }
  const syntax = refused.flatMap(({ regex, message }) => [
    { selector: `ImportExpression[source.value=${inSelector(regex)}]`, message },
    { selector: `ImportExpression TemplateElement[value.cooked=${inSelector(regex)}]`, message },
    { selector: `TSImportType[source.value=${inSelector(regex)}]`, message },
  ]);
  return {
    files: [`packages/${name}/${folder}/**`],
    rules: {
      'no-restricted-imports': ['error', { patterns: [...refused, bareBuiltin] }],
      'no-restricted-syntax': ['error', ...syntax, ...runTimeImports],
    },
  };
}

const bareBuiltin = {
  regex: '^(fs|path|os|net|child_process|events|stream|util|url|crypto|timers|module|tls|http|https|buffer)(/|$)',
  message: 'Write node: before the name.',
};

const onlyRegistry = 'Only the registry of core-api imports what is known at run time.';
const runTimeImports = [
  { selector: "ImportExpression:not([source.type='Literal'],[source.type='TemplateLiteral'])", message: onlyRegistry },
  { selector: 'ImportExpression > TemplateLiteral[expressions.length>0]', message: onlyRegistry },
  { selector: 'CallExpression[callee.name=/^(require|createRequire)$/]', message: onlyRegistry },
  { selector: "CallExpression[callee.property.name=/^(createRequire|getBuiltinModule)$/]", message: onlyRegistry },
  { selector: "CallExpression[callee.object.type='MetaProperty'][callee.property.name='resolve']", message: onlyRegistry },
];

const walls = (packages) =>
  packages.flatMap((name) => {
    const allowed = entry(table.packages, name) ?? [];
    const behindHost = table.behindHost.packages.some((pattern) => covers(pattern, name));
    const inTests = [...allowed, ...(entry(table.inTests, name) ?? [])];
    return [
      wall(name, 'src', allowed, behindHost),
      ...['test', 'integration', 'endurance'].map((folder) => wall(name, folder, inTests, false)),
    ];
  });

/** What only the compiler can tell. */
const withTypes = {
  files: ['packages/*/{src,test,integration,endurance}/**/*.{ts,cts}', 'conformance/**/*.ts', 'test/**/*.ts'],
  languageOptions: { parserOptions: { project: './tsconfig.test.json' } },
  rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/await-thenable': 'error' },
};

/** The configuration for a repository with these packages; `types` as well as text. */
export const configFor = (packages, types = true) => [
  { ignores: ['**/dist/', '**/fixtures/', '**/.cache/', 'coverage/', '**/*.generated.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // An absent property is not one that is undefined (exactOptionalPropertyTypes), so it must be deleted.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // The classes of characters in XML names hold combining ones.
      'no-misleading-character-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // `import { type X }` alone would still load the module at run time.
      '@typescript-eslint/no-import-type-side-effects': 'error',
    },
  },
  {
    // Programs and scripts run on Node.
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])) },
  },
  { files: ['packages/*/src/**'], rules: { 'no-console': 'error' } },
  // Tests of big numbers write numbers that are too big; and where a test is wrong about null it fails anyway.
  {
    files: ['**/{test,integration,endurance}/**'],
    rules: { 'no-loss-of-precision': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  ...(types ? [withTypes] : []),
  ...walls(packages),
  { files: ['packages/*/src/*.cts'], rules: { '@typescript-eslint/no-require-imports': 'off', 'no-restricted-syntax': 'off' } },
  // The one place that loads drivers by name, and its tests.
  {
    files: [...table.registry.map((place) => (place.endsWith('/') ? `${place}**` : place)), 'packages/core-api/test/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
];

export default configFor(readdirSync(new URL('./packages/', import.meta.url)));
