import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** All that a package may publish: code, and the papers that go with it. */
const published = /^(package\.json|README\.md|LICENSE|NOTICE|CHANGELOG\.md|src\/.+\.c?ts|dist\/.+\.(c?js|d\.c?ts)(\.map)?|dist\/schemas\/.+\.json|systemd\/.+\.(service|socket))$/;
const ofTests = /(^|\/)(test|tests|integration|endurance|fixtures)\/|\.test\./;

/** What is wrong with the files of a packed package, as npm lists them. `folder` is where it was unpacked, beside the others. */
export function contentProblems(files, folder) {
  const names = new Set(files);
  const problems = [];
  for (const name of files) {
    if (!published.test(name) || ofTests.test(name)) problems.push(`${name} must not be published`);
    else if (name.endsWith('.map')) problems.push(...mapProblems(name, names, folder));
  }
  for (const name of ['README.md', 'LICENSE']) if (!names.has(name)) problems.push(`${name} is missing`);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const target of exportedFiles(manifest.exports)) {
    if (!names.has(posix.normalize(target))) problems.push(`exports names ${target}, which is not published`);
  }
  if (manifest.scripts?.prepack !== 'node ../../scripts/bundle.mjs') problems.push('its prepack does not bundle it');
  for (const key of ['license', 'engines', 'files', 'description', 'exports']) {
    if (manifest[key] === undefined) problems.push(`package.json lacks ${key}`);
  }
  return problems;
}

/** A source map is of use only with the sources that it points to: its package's, or those of a package that comes with it. */
function mapProblems(name, names, folder) {
  const { sources } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const withIt = Object.keys({ ...dependencies, ...peerDependencies }).map((each) => each.replace('@virtweave/', '../'));
  const there = (source) => withIt.some((place) => source.startsWith(`${place}/`)) && existsSync(join(folder, source));
  return sources
    .map((source) => posix.join(posix.dirname(name), source))
    .filter((source) => !names.has(source) && !there(source))
    .map((source) => `${name} points to ${source}, which is not published`);
}

function exportedFiles(value) {
  if (typeof value === 'string') return value.includes('*') ? [] : [value];
  return Object.values(value ?? {}).flatMap(exportedFiles);
}
