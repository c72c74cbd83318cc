// Makes the tables of libvirt's error codes and error domains from shared/facts/errors.json.
import { readFacts } from './facts.mjs';
import { writeGenerated } from './output.mjs';

const { codes, domains } = await readFacts('errors.json');
const quote = (value) => (value === null ? 'null' : `'${value.replaceAll("'", "\\'")}'`);

const codeLines = Object.entries(codes)
  .sort(([, a], [, b]) => a.code - b.code)
  .map(([name, { code, message, withDetail }]) => {
    const detailed = withDetail === '%s' ? '{detail}' : withDetail;
    return `  ${name}: { number: ${code}, message: ${quote(message)}, withDetail: ${quote(detailed)} },`;
  });
const domainLines = Object.entries(domains)
  .filter(([name]) => name.startsWith('VIR_FROM_'))
  .sort(([, a], [, b]) => a.number - b.number)
  .map(([name, { number, title }]) => `  ${name}: { number: ${number}, title: ${quote(title)} },`);

const union = (lines) => lines.map((line) => `  | '${line.trim().split(':')[0]}'`).join('\n');

await writeGenerated(
  'packages/core-util/src/errors/codes.generated.ts',
  `interface CodeForm {
  readonly number: number;
  readonly message: string | null;
  readonly withDetail: string | null;
}

/** The name of a libvirt error code (\`virErrorNumber\`), such as \`VIR_ERR_NO_DOMAIN\`. */
export type ErrorCode =
${union(codeLines)};

/** Number and message forms of every libvirt error code. */
export const errorCodes: Readonly<Record<ErrorCode, CodeForm>> = {
${codeLines.join('\n')}
};

/** The name of the part of the system that raised an error (\`virErrorDomain\`), such as \`VIR_FROM_QEMU\`. */
export type ErrorDomain =
${union(domainLines)};

/** Number and title of every libvirt error domain. */
export const errorDomains: Readonly<Record<ErrorDomain, { readonly number: number; readonly title: string | null }>> = {
${domainLines.join('\n')}
};
`,
);
