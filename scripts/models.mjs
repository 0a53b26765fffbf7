// `npm run models` writes src/local/models/<service>.json and <service>.ts: what AWS's own service models say of the
// requests and responses of every operation that the embedded cloud has, as data and as types. It is run by hand when
// an operation is added or AWS publishes new models. The models come from botocore, which has them under the Apache
// licence 2.0; its release is pinned with its checksum.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { BOTOCORE, botocoreName } from './botocore.mjs';
import { emulatedServices } from './emulated-services.mjs';
import { root } from './installed.mjs';
import { modelTables } from './model-tables.mjs';
import { modelTypes } from './model-types.mjs';

const FOLDER = join(root, 'src', 'local', 'models');

/** The constraints that AWS does not check, each with its evidence. */
const DIFFERENCES = JSON.parse(readFileSync(join(root, 'scripts', 'model-differences.json'), 'utf8'));

const wheel = await download(BOTOCORE);
for (const { id, writesResponses, operations } of await emulatedServices()) {
  const model = serviceModel(wheel, botocoreName(id));
  const differences = DIFFERENCES.filter(({ service }) => service === id);
  const source = `botocore ${BOTOCORE.version}`;
  const table = { source, ...modelTables(model, operations, differences, !writesResponses) };
  writeFileSync(join(FOLDER, `${id}.json`), lines(table));
  if (!writesResponses) writeFileSync(join(FOLDER, `${id}.ts`), modelTypes(model, operations, source));
}

/** JSON with one operation or shape on a line, so that a new release of the models is a short difference. */
function lines({ source, ...parts }) {
  const object = (entries) =>
    Object.entries(entries)
      .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const written = Object.entries(parts).map(([name, entries]) => `"${name}": {\n${object(entries)}\n }`);
  return `{\n "source": ${JSON.stringify(source)},\n ${written.join(',\n ')}\n}\n`;
}

async function download({ url, sha256 }) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`${url} has the checksum ${found} instead of ${sha256}`);
  return bytes;
}

/** Returns the newest model of a service; the name of its folder is the version of the API. */
function serviceModel(bytes, folder) {
  const form = new RegExp(`^botocore/data/${folder}/[0-9-]+/service-2\\.json(\\.gz)?$`);
  const files = unzipSync(bytes, { filter: ({ name }) => form.test(name) });
  const newest = Object.keys(files).sort().at(-1);
  if (newest === undefined) throw new Error(`botocore has no model of ${folder}`);
  const content = newest.endsWith('.gz') ? gunzipSync(files[newest]) : files[newest];
  return JSON.parse(Buffer.from(content).toString('utf8'));
}
