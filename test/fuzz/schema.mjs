// `npm run fuzz:schema` sends requests that are generated from the contract of each template, most of them almost
// valid, to the embedded cloud. It fails on a server error, and on a response that does not fit the contract, which
// includes stored items. `--minutes 3`, `--seed 7`, `--template users`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { makeProject } from '../bench/project.mjs';
import { createRandom } from './random.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    template: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const templates = values.template === undefined ? ['items', 'users', 'hello'] : [values.template];
const milliseconds = (Number(values.minutes ?? 3) * 60_000) / templates.length;
const AT_ONCE = 6;

for (const template of templates) await fuzz(template);

async function fuzz(template) {
  const project = makeProject(['--memory'], ['--template', template]);
  try {
    const contract = parse(readFileSync(join(project.dir, 'openapi.yaml'), 'utf8'));
    project.edit('apikit.yaml', (text) => text.replace(/basic: .*/, 'basic: { rate: 10000, burst: 5000 }'));
    project.edit('apikit.yaml', (text) => `${text}\nthrottle: { rate: 10000, burst: 5000 }\n`);
    const { url } = project.deploy();
    const key = JSON.parse(project.apikit('keys', 'create', 'fuzz', '--stage', 'local', '--json')).value;
    report(template, await run({ contract, url, key }));
  } finally {
    project.remove();
  }
}

async function run({ contract, url, key }) {
  const random = createRandom(seed);
  const operations = operationsOf(contract);
  const check = responseChecks(contract);
  const ids = [];
  const statuses = new Map();
  const problems = [];
  const until = Date.now() + milliseconds;
  const worker = async () => {
    while (Date.now() < until && problems.length < 5) {
      const operation = random.pick(operations);
      const request = requestOf(random, operation, contract, ids);
      const send = () =>
        fetch(`${url}${request.path}`, {
          method: operation.method.toUpperCase(),
          headers: { 'x-api-key': key, ...request.headers },
          ...(request.body !== undefined && { body: request.body }),
        });
      // A kept connection may be closed at the same moment; a server that is gone does not respond the second time
      // either.
      const answer = await send().catch(send);
      const text = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const wrong = answer.status >= 500 ? `a server error: ${text}` : check(operation, answer.status, text, ids);
      if (wrong) problems.push({ wrong, operation: operation.operationId, request });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { statuses, problems };
}

function report(template, { statuses, problems }) {
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`${template}, seed ${seed}: ${counts.join(', ')}`);
  for (const problem of problems) console.log(JSON.stringify(problem, null, 2).slice(0, 3000));
  if (problems.length > 0) process.exitCode = 1;
}

function operationsOf(contract) {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.operationId)
      .map(([method, operation]) => ({
        ...operation,
        method,
        path,
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) => follow(contract, each)),
      })),
  );
}

function follow(contract, value) {
  if (value?.$ref === undefined) return value;
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((at, part) => at[part], contract);
}

/**
 * Checks that every response fits the schema of its status, which includes everything that is stored and read;
 * remembers ids.
 */
function responseChecks(contract) {
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'contract', ...contract });
  return (operation, status, text, ids) => {
    const response = follow(contract, operation.responses[status]);
    if (response === undefined) return `the contract has no ${status}: ${text}`;
    const schema = response.content?.['application/json']?.schema;
    if (schema === undefined) return text === '' ? undefined : `a body where there is none: ${text}`;
    const body = JSON.parse(text);
    if (status === 201) ids.push(body.userId ?? body.id);
    const fits = ajv.getSchema(`contract${schema.$ref}`);
    return fits(body) ? undefined : `does not fit: ${ajv.errorsText(fits.errors)}: ${text.slice(0, 500)}`;
  };
}

function requestOf(random, operation, contract, ids) {
  const headers = {};
  const query = new URLSearchParams();
  let { path } = operation;
  for (const { name, in: place, schema } of operation.parameters) {
    const value = random.below(8) === 0 ? strange(random) : String(sample(random, schema, contract));
    if (place === 'path') {
      const id = ids.length > 0 && random.below(4) > 0 ? random.pick(ids) : value;
      path = path.replace(`{${name}}`, encodeURIComponent(id) || '%20');
    } else if (random.below(3) === 0) {
      if (place === 'query') query.append(name, value);
      else headers[name] = value.replace(/[^\x20-\x7e]/g, '?');
    }
  }
  const schema = follow(contract, operation.requestBody)?.content?.['application/json']?.schema;
  if (schema) headers['content-type'] = random.below(20) === 0 ? 'text/plain' : 'application/json';
  const body = schema && JSON.stringify(mutate(random, sample(random, schema, contract)));
  const search = query.size > 0 ? `?${query}` : '';
  return { path: `${path}${search}`, headers, ...(schema && { body: random.below(20) === 0 ? body.slice(1) : body }) };
}

/** Returns mostly values that the schema allows, at its edges. */
function sample(random, raw, contract) {
  const schema = follow(contract, raw) ?? {};
  if (schema.enum) return random.pick(schema.enum);
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).filter(
        ([name]) => schema.required?.includes(name) || random.below(2) === 0,
      );
      return Object.fromEntries(members.map(([name, each]) => [name, sample(random, each, contract)]));
    }
    case 'array':
      return Array.from({ length: random.below(3) }, () => sample(random, schema.items, contract));
    case 'integer':
    case 'number': {
      const { minimum = -1e6, maximum = 1e6 } = schema;
      return random.pick([minimum, maximum, 0, 1, minimum + random.below(1000), 0.1, 5e-324, -0, 123456.789]);
    }
    case 'boolean':
      return random.below(2) === 0;
    default:
      return textOf(random, schema);
  }
}

function textOf(random, { format, pattern, minLength = 0, maxLength = 40 }) {
  if (format === 'uuid') return crypto.randomUUID();
  if (format === 'email') return `u${random.below(50)}@example.com`;
  if (pattern?.startsWith('^\\+')) return `+${1 + random.below(9)}${random.below(1e9)}`;
  const length = random.pick([minLength, maxLength, minLength + random.below(10)]);
  const alphabet = pattern ? 'abcXYZ019-_' : 'aé😀\x01"\\ \n<漢0';
  return Array.from({ length }, () => random.pick([...alphabet])).join('');
}

function strange(random) {
  return random.pick([
    '',
    ' ',
    'null',
    '-1',
    '1e999',
    '__proto__',
    '\x01',
    '../..',
    '😀',
    'x'.repeat(3000),
    '{}',
    "' OR 1=1",
  ]);
}

function mutate(random, value) {
  if (typeof value !== 'object' || value === null || random.below(3) > 0) return value;
  const odd = random.pick([null, [], {}, '', -1, 1e300, 5e-324, 'x'.repeat(5_000), true, { a: { b: [1, null] } }]);
  const names = [...Object.keys(value), 'constructor', 'id', 'userId', '_version', 'createdAt'];
  const changed = { ...value, [random.pick(names)]: odd };
  if (random.below(6) === 0) delete changed[random.pick(names)];
  return random.below(12) === 0 ? odd : changed;
}
