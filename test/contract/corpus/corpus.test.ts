/**
 * OpenAPI documents that others wrote (corpus.json: package, version, file, results). Each one compiles, deploys to the
 * embedded cloud and responds as API Gateway would, or is refused with the rules that corpus.json names. Each one is
 * also imported, with the decisions that it names. A part is committed, compressed (README.md has its licences). After
 * `npm run corpus` the rest is tested, too. `-u` writes the results.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProblemsError } from '../../../src/config/problem.ts';
import { compile } from '../../../src/contract/compile/compile.ts';
import { validatedMedia } from '../../../src/contract/compile/models.ts';
import { makeRelease } from '../../../src/contract/compile/release-id.ts';
import { readForeign } from '../../../src/contract/import/read-foreign.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { Contract } from '../../../src/contract/model/contract.ts';
import { isObject, type Json, objectOf } from '../../../src/contract/model/json.ts';
import type { Operation } from '../../../src/contract/model/operations.ts';
import { isMappable } from '../../../src/contract/model/parameters.ts';
import { openNothing } from '../../../src/contract/read/open-file.ts';
import { RULES } from '../../../src/contract/rules/index.ts';
import { packageRoot } from '../../../src/files/package-root.ts';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { OPERATION_KEYS } from '../../../src/naming/methods.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../../../src/naming/release-marks.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { FACTS, stageConfig } from '../fixtures.ts';
import { committedCorpus } from './committed.ts';

interface Package {
  package: string;
  version: string;
  licence: string;
  documents: { file: string; sha256: string; result?: string; imported?: string }[];
}

const folder = join(packageRoot, 'test/contract/corpus');
const cache = join(packageRoot, 'node_modules/.cache/apikit-corpus');
const packages = JSON.parse(readFileSync(join(folder, 'corpus.json'), 'utf8')) as Package[];
const committed = Object.fromEntries(committedCorpus());
const documents = packages.flatMap((from) =>
  from.documents.map((document) => {
    const name = `${from.package}/${document.file}`;
    const cached = join(cache, name);
    const text = committed[name] ?? (existsSync(cached) ? readFileSync(cached, 'utf8') : undefined);
    return { name, document, text };
  }),
);
const present = documents.filter((each): each is typeof each & { text: string } => each.text !== undefined);

let cloud: RunningCloud;
let client: APIGatewayClient;
beforeAll(async () => {
  cloud = await startTestCloud();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new APIGatewayClient({ endpoint: cloud.endpoint, region: FACTS.region, credentials });
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

it('the repository has 130 documents, of packages whose licences README.md names', () => {
  expect(present.length).toBeGreaterThanOrEqual(130);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const { package: name, version, licence } of packages) {
    expect(readme).toMatch(new RegExp(`^\\| ${name} +\\| ${version} +\\| ${licence} +\\|`, 'm'));
  }
});

it.each(present)('$name', async ({ name, document, text }) => {
  expect(createHash('sha256').update(text).digest('hex')).toBe(document.sha256);
  document.result = await tried(name, text);
  document.imported = imported(name, text);
});

it('the results match corpus.json', async () => {
  await expect(`${JSON.stringify(packages, null, 2)}\n`).toMatchFileSnapshot(join(folder, 'corpus.json'));
});

it('imports every document with operations, except those that AWS rejects too', () => {
  const refused = present.flatMap(({ name, document }) =>
    document.imported?.startsWith('refused') ? [`${name}: ${document.imported}`] : [],
  );
  expect(refused.filter((line) => !WHAT_AWS_REFUSES.test(line))).toEqual([]);
});

/** Broken syntax, another version of OpenAPI, and documents with nothing to deploy. */
const WHAT_AWS_REFUSES = /: refused: (syntax|openapi-version|not-openapi|no-operations)$/;

/** Returns the number of operations that a project would have, and the rules that the user has to accept. */
function imported(name: string, text: string): string {
  try {
    const { text: written, decisions } = readForeign({ text, name, open: openNothing, shown: (file) => file });
    const contract = parse('openapi.yaml', written);
    compile(contract, stageConfig(), FACTS);
    const rules = [...new Set(decisions.map(({ rule }) => rule))].sort();
    return [
      `${contract.operations.length} operations`,
      ...(rules.length > 0 ? [`accepting ${rules.join(', ')}`] : []),
    ].join('; ');
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return `refused: ${[...new Set(error.problems.map(({ rule }) => rule))].sort().join(', ')}`;
  }
}

/** Returns the number of operations that respond, or the rules that refuse the document. */
async function tried(name: string, text: string): Promise<string> {
  const rules = refusal(name, text);
  if (rules.length === 0) return `${await served(parse(name, text))} operations`;
  if (rules.join() !== 'operation-id' || !text.startsWith('{')) return rules.join(', ');
  // A document that lacks only names is tested with names.
  const named = withIds(text);
  const more = refusal(name, named);
  const then = more.length > 0 ? more.join(', ') : `${await served(parse(name, named))} operations`;
  return `operation-id; with ids: ${then}`;
}

const parse = (name: string, text: string): Contract => parseContract(text, name);

/**
 * Returns the rules that refuse a document, or none for a contract. Every problem has an exact place, and is found
 * quickly.
 */
function refusal(name: string, text: string): string[] {
  const start = process.cpuUsage();
  try {
    parse(name, text);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    for (const { rule, line, column, message, fix, path } of error.problems) {
      expect(Object.keys(RULES)).toContain(rule);
      expect([line > 0, column > 0, path === '' || path.startsWith('/')]).toEqual([true, true, true]);
      expect(message).toMatch(/^\S.*\.$/);
      expect(message).not.toMatch(/^Invalid|(?<![\w-])undefined(?![\w-])|\[object/);
      expect(typeof fix).toBe('string');
    }
    const errors = error.problems.filter(({ severity }) => severity === 'error');
    return [...new Set(errors.map(({ rule }) => rule!))].sort();
  } finally {
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(3 + (6 * text.length) / 1e6);
  }
}

function withIds(text: string): string {
  const document = JSON.parse(text) as Json;
  let count = 0;
  for (const item of Object.values(objectOf(document.paths))) {
    for (const key of OPERATION_KEYS) {
      const operation = objectOf(item)[key];
      if (isObject(operation)) operation.operationId ??= `added${count++}`;
    }
  }
  return JSON.stringify(document);
}

/** Deploys the definition without its function, calls some operations, and returns their number. */
async function served(contract: Contract): Promise<number> {
  const definition = compile(contract, stageConfig(), FACTS);
  expect(JSON.stringify(compile(contract, stageConfig(), FACTS))).toBe(JSON.stringify(definition));
  const { document } = makeRelease({ definition, codeSha256: 'code', functionConfig: {} });
  const arn = `arn:aws:lambda:${FACTS.region}:000000000000:function:shop-dev:1`;
  const body = new TextDecoder().decode(document).replaceAll(FUNCTION_ARN_PLACEHOLDER, arn);
  const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: 'shop-dev' }));
  const put = { restApiId, mode: 'overwrite', failOnWarnings: true, body: new TextEncoder().encode(body) } as const;
  await client.send(new PutRestApiCommand(put));
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  const url = `${cloud.endpoint}/_aws/execute-api/${restApiId}/dev`;
  for (const operation of contract.operations.slice(0, 8)) {
    const status = expected(operation);
    if (status === undefined) continue;
    const response = await fetch(url + operation.path.replaceAll(/\{[^}]+\}/g, 'x'), {
      method: operation.method === 'ANY' ? 'GET' : operation.method,
      ...(!['GET', 'HEAD', 'ANY'].includes(operation.method) && {
        body: '[',
        headers: { 'content-type': validatedMedia(operation.body)[0]?.contentType ?? 'application/json' },
      }),
    });
    expect(`${operation.operationId} ${response.status}`).toBe(`${operation.operationId} ${status}`);
  }
  expect((await fetch(`${url}/there/is/nothing/of/this/name/at/all`)).status).toBe(404);
  await client.send(new DeleteRestApiCommand({ restApiId }));
  return contract.operations.length;
}

/**
 * The status with which the gateway responds before it would invoke the function, or 500, because there is no function.
 */
function expected({ access, parameters, body }: Operation): number | undefined {
  if (access.authorizer) return access.authorizer.kind === 'iam' ? 403 : 401;
  if (access.key) return 403;
  const required = parameters.filter((each) => each.required && each.in !== 'path' && isMappable(each));
  // The client sends some headers itself.
  if (required.some(({ name }) => /^(accept|content-|host|user-agent)/i.test(name))) return undefined;
  if (required.length > 0) return 400;
  return body?.required === true && validatedMedia(body).length > 0 ? 400 : 500;
}
