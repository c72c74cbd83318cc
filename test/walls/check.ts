import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { importsOf, type Import } from './imports.ts';
import { allowedImports, allowedInTests, isBehindHost, isRegistry } from './table.ts';

export type Rule =
  | 'unknown package'
  | 'table'
  | 'undeclared'
  | 'not exported'
  | 'leaves package'
  | 'behind Host'
  | 'node: missing'
  | 'require'
  | 'computed import';

export interface Violation {
  readonly rule: Rule;
  /** File and line, or a package.json and the entry in it. */
  readonly where: string;
  readonly message: string;
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Workspace {
  /** Name without the scope. */
  readonly name: string;
  /** Path in the repository. */
  readonly folder: string;
  /** Private ones may import anything that they declare. */
  readonly isPackage: boolean;
  readonly manifest: Manifest;
}

const scope = '@virtweave/';
const codeFile = /\.[cm]?[jt]sx?$/;
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'fixtures', '.cache']);
const builtins: ReadonlySet<string> = new Set(builtinModules);

/** Everything in a repository that breaks the table of imports. */
export function checkWalls(root: string): Violation[] {
  const workspaces = findWorkspaces(root);
  const rootManifest = readManifest(root);
  const violations: Violation[] = [];
  for (const workspace of workspaces) {
    if (workspace.isPackage) violations.push(...checkManifest(workspace));
    for (const file of codeFiles(join(root, workspace.folder))) {
      const path = relative(root, file).replaceAll(sep, '/');
      for (const found of importsOf(path, readFileSync(file, 'utf8'))) {
        const [rule, message] = checkImport(root, workspaces, workspace, rootManifest, path, found) ?? [];
        if (rule !== undefined && message !== undefined) violations.push({ rule, where: `${path}:${found.line}`, message });
      }
    }
  }
  return violations;
}

function findWorkspaces(root: string): Workspace[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  return [...packages, 'conformance', 'bench', 'examples']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = readManifest(join(root, folder));
      return { name: manifest.name.replace(scope, ''), folder, isPackage: folder.startsWith('packages/'), manifest };
    });
}

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

function codeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : codeFiles(path);
    return codeFile.test(entry.name) ? [path] : [];
  });
}

function checkManifest({ name, folder, manifest }: Workspace): Violation[] {
  const where = `${folder}/package.json`;
  const allowed = allowedImports(name);
  if (allowed === undefined) return [{ rule: 'unknown package', where, message: `${name} is not in the table of imports` }];
  const used = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  const check = (dependencies: object, mayUse: readonly string[]): Violation[] =>
    Object.keys(dependencies)
      .filter((dependency) => dependency.startsWith(scope) && !mayUse.includes(dependency.slice(scope.length)))
      .map((dependency) => ({ rule: 'table', where, message: `${name} may not depend on ${dependency}` }));
  return [...check(used, allowed), ...check(manifest.devDependencies ?? {}, [...allowed, ...allowedInTests(name)])];
}

type Finding = readonly [Rule, string];

function checkImport(
  root: string,
  workspaces: readonly Workspace[],
  workspace: Workspace,
  rootManifest: Manifest,
  file: string,
  { specifier, kind }: Import,
): Finding | undefined {
  const inSource = file.startsWith(`${workspace.folder}/src/`);
  const mayCompute = isRegistry(file) || !workspace.isPackage || file.startsWith('packages/core-api/test/');
  // A program in CommonJS has no other way, and what it requires is checked like an import.
  if (kind === 'require' && !mayCompute && !file.endsWith('.cts')) return ['require', 'only the registry of core-api may use require and what leads to it'];
  if (specifier === undefined) {
    return mayCompute ? undefined : ['computed import', 'only the registry of core-api may import what is known at run time'];
  }
  // createRequire takes a place to start from, not a module.
  if (kind === 'require' && (/^(file:|\/)/.test(specifier) || mayCompute)) return undefined;
  if (/^(\.|\/|file:)/.test(specifier)) return checkPath(root, workspace, inSource, file, specifier);
  if (specifier.startsWith('node:') || builtins.has(specifier)) return checkBuiltin(workspace, inSource, specifier);
  return checkPackage(workspaces, workspace, rootManifest, inSource, specifier);
}

function checkPath(root: string, { name, folder }: Workspace, inSource: boolean, file: string, specifier: string): Finding | undefined {
  const target = relative(root, specifier.startsWith('.') ? resolve(root, file, '..', specifier) : specifier).replaceAll(sep, '/');
  if (target.startsWith(`${folder}/`)) return undefined;
  // Tests may share what the tests of a package hold that they may import anyway.
  const owner = /^packages\/([^/]+)\/test\//.exec(target)?.[1];
  if (!inSource && owner !== undefined && mayImport(name, inSource, owner)) return undefined;
  return ['leaves package', `${specifier} lies outside ${folder}`];
}

const mayImport = (name: string, inSource: boolean, target: string): boolean =>
  [...(allowedImports(name) ?? []), ...(inSource ? [] : allowedInTests(name))].includes(target);

function checkBuiltin({ name }: Workspace, inSource: boolean, specifier: string): Finding | undefined {
  if (!specifier.startsWith('node:')) return ['node: missing', `write node:${specifier}`];
  if (inSource && isBehindHost(name, specifier.slice('node:'.length))) {
    return ['behind Host', `${name} reaches the machine through Host, not through ${specifier}`];
  }
  return undefined;
}

function checkPackage(
  workspaces: readonly Workspace[],
  { name, isPackage, manifest }: Workspace,
  rootManifest: Manifest,
  inSource: boolean,
  specifier: string,
): Finding | undefined {
  const [first = '', second = ''] = specifier.split('/');
  const target = first.startsWith('@') ? `${first}/${second}` : first;
  const isOwn = target === manifest.name;
  if (isPackage && target.startsWith(scope) && !isOwn && !mayImport(name, inSource, target.slice(scope.length))) {
    return ['table', `${name} may not import ${target}`];
  }
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  const inTests = inSource && isPackage ? {} : { ...manifest.devDependencies, ...rootManifest.devDependencies };
  if (!isOwn && !Object.hasOwn({ ...declared, ...inTests }, target)) {
    return ['undeclared', `${target} is not among the dependencies of ${manifest.name}`];
  }
  const ours = workspaces.find((candidate) => candidate.manifest.name === target);
  const entry = `.${specifier.slice(target.length)}`;
  if (ours?.manifest.exports !== undefined && !Object.hasOwn(ours.manifest.exports, entry)) {
    return ['not exported', `${target} does not export ${entry}`];
  }
  return undefined;
}
