import ts from 'typescript';

/** One import of a file, in whatever way it is written. */
export interface Import {
  /** What is imported; undefined when that is only known at run time. */
  readonly specifier: string | undefined;
  readonly line: number;
  readonly kind: 'import' | 'dynamic import' | 'import type' | 'require' | 'reference';
}

/** All imports of a source text: static, re-exported, type-only, dynamic, `require` and what leads to one. */
export function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (kind: Import['kind'], node: ts.Node, specifier: ts.Node | undefined): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ kind, line, specifier: specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add('import', node, node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) add('import', node, node.moduleSpecifier);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add('require', node, node.moduleReference.expression);
    } else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) add('import type', node, node.name);
    else if (ts.isImportTypeNode(node)) {
      add('import type', node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    } else if (ts.isCallExpression(node)) visitCall(node);
    ts.forEachChild(node, visit);
  };

  const visitCall = (node: ts.CallExpression): void => {
    const [first] = node.arguments;
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add('dynamic import', node, first);
    else if (/^(require|require\.resolve|createRequire|(\w+\.)?createRequire|process\.getBuiltinModule)$/.test(calleeOf(node))) {
      add('require', node, first);
    } else if (calleeOf(node) === 'import.meta.resolve') add('dynamic import', node, first);
  };

  const calleeOf = (node: ts.CallExpression): string => node.expression.getText(source).replace(/\s/g, '');

  visit(source);
  for (const { fileName, pos } of [...source.referencedFiles, ...source.typeReferenceDirectives]) {
    found.push({ kind: 'reference', specifier: fileName, line: source.getLineAndCharacterOfPosition(pos).line + 1 });
  }
  return found;
}
