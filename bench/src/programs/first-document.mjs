// A fresh process that reads documents. Prints milliseconds: of the first document after the import, or of the 100th.
//   node first-document.mjs first|later XML
const [what, xml] = process.argv.slice(2);
const { formatDomain, parseDomain } = await import('@virtweave/core-conf/domain');

const time = () => {
  const start = performance.now();
  formatDomain(parseDomain(xml));
  return performance.now() - start;
};
const first = time();
let later = first;
for (let at = 1; at < 100; at += 1) later = time();
console.log({ first, later }[what]);
