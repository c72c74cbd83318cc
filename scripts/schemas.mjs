// npm run schemas: writes the JSON schema of every document format to packages/core-conf/dist/schemas, where the package
// publishes them as `@virtweave/core-conf/schemas/*.json`.
import { ensureBuild } from './setup/build.mjs';
import { writeSchemas } from './setup/schemas.mjs';

await ensureBuild();
console.log((await writeSchemas()).join('\n'));
