// A fresh process that reads documents. Prints milliseconds: of the import, of the first document, or of the 100th.
//   node first-document.mjs imports|first|later XML
const [what, xml] = process.argv.slice(2);

const begin = performance.now();
const { formatDomain, parseDomain } = await import('@virtweave/core-conf');
const imports = performance.now() - begin;

const time = () => {
  const start = performance.now();
  formatDomain(parseDomain(xml));
  return performance.now() - start;
};
const first = time();
let later = first;
for (let at = 1; at < 100; at += 1) later = time();
console.log({ imports, first, later }[what]);
