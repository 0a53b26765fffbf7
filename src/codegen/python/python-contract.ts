/**
 * The generated package of a Python handler, `src/generated/`: the function of each route, the schemas as JSON, and
 * their validator. The same contract and project give the same text. Writes no file: `write-contract.ts` does.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiDocument } from '../../contract/model/api-document.ts';
import type { Json } from '../../contract/model/json.ts';
import { essenceOf, isJson } from '../../contract/model/media-types.ts';
import type { Operation } from '../../contract/model/operations.ts';
import { packageRoot } from '../../files/package-root.ts';
import { pythonLiteral, pythonName } from '../names/python-names.ts';
import { parameterReader, parametersSchema } from '../operations/parameter-checks.ts';
import type { ProjectShape } from '../operations/project-shape.ts';
import { type CrudWiring, isElsewhere, type WiredOperation, type Wiring, wire } from '../operations/wiring.ts';
import type { Check } from '../typescript/contract-module.ts';
import { pythonSchemas } from './python-schemas.ts';

export interface GeneratedPackage {
  /**
   * The names in the folder `generated`. The list is empty if the project does not have the layout of the templates.
   */
  files: Array<{ name: string; contents: string }>;
  wiring: Wiring;
}

/** The files that are the same for every contract. */
const RUNTIME = join(packageRoot, 'src', 'templates', 'generated', 'files', 'python');

/**
 * @throws ApikitError `InvalidSchema` for a schema that cannot be checked in Python; the message names the operation.
 */
export async function generatePythonContract(
  { document, operations }: ApiDocument,
  project: ProjectShape,
): Promise<GeneratedPackage> {
  const wiring = wire(operations, { ...project, language: 'python' });
  if (!wiring.conventional) return { files: [], wiring };
  const { code, checks } = pythonModule(document, wiring, project);
  const schemas = await pythonSchemas(document, checks);
  const names = (await readdir(RUNTIME)).filter((name) => name.endsWith('.py'));
  const runtime = names.map(async (name) => ({ name, contents: await readFile(join(RUNTIME, name), 'utf8') }));
  const files = [
    { name: 'contract.py', contents: code },
    { name: 'contract.json', contents: `${JSON.stringify(schemas, undefined, 1)}\n` },
    ...(await Promise.all(runtime)),
  ];
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), wiring };
}

const HEAD = `"""Made by apikit from the contract; do not edit."""

import json
from pathlib import Path

`;

const SCHEMAS = `
_contract = json.loads(Path(__file__).with_name("contract.json").read_text("utf-8"))
_whole = Schemas(_contract["whole"], _contract["patterns"], _contract["formats"])
_partial = Schemas(_contract["partial"], _contract["patterns"], _contract["formats"])

`;

function pythonModule(
  document: Json,
  { operations }: Wiring,
  project: ProjectShape,
): { code: string; checks: Check[] } {
  const checks: Check[] = [];
  const imports = new Map<string, string>();
  const parts: Parts = {
    document,
    check(of) {
      const place = checks.filter(({ partial }) => partial === of.partial).length;
      checks.push({ name: `check${checks.length}`, ...of });
      return `${of.partial ? '_partial' : '_whole'}.check(${place})`;
    },
    imported(module, name, as = name) {
      imports.set(as, `from ${module} import ${name}${as === name ? '' : ` as ${as}`}`);
      return as;
    },
  };
  const { imported } = parts;
  for (const name of ['Body', 'Route']) imported('api.request', name);
  imported('generated.json_schema', 'Schemas');
  imported('generated.parameters', 'parameters');
  const routes = operations.filter(({ operation }) => !isElsewhere(operation)).map((wired) => routeOf(wired, parts));
  const authorizers = authorizersOf(project, parts);
  const code =
    `${HEAD}${[...imports.values()].sort().join('\n')}\n${SCHEMAS}routes = {\n${routes.join('')}}\n\n` +
    `authorizers = {${authorizers.length > 0 ? `\n${authorizers.join('')}` : ''}}\n`;
  return { code, checks };
}

interface Parts {
  document: Json;
  /** Returns the expression of the check. */
  check(of: Omit<Check, 'name'>): string;
  imported(module: string, name: string, as?: string): string;
}

function routeOf(wired: WiredOperation, parts: Parts): string {
  const { operationId, method, path, access } = wired.operation;
  const members = [
    ...[operationId, method, path, access].map(pythonLiteral),
    ...runMembers(wired, parts),
    ...parameterMembers(wired.operation, parts),
    ...bodyMembers(wired.operation, parts),
  ];
  return `    ${pythonLiteral(`${method} ${path}`)}: Route(\n${members.map((member) => `        ${member},\n`).join('')}    ),\n`;
}

function runMembers({ operation, own, crud, stored }: WiredOperation, { imported }: Parts): string[] {
  if (own) {
    const name = pythonName(operation.operationId);
    return [`run=${imported(`operations.${name}`, name, `own_${name}`)}`, ...(stored ? ['stored=True'] : [])];
  }
  return crud ? [`run=${crudCall(crud, imported)}`, 'stored=True'] : [];
}

/** A list names its reading function, so that a function that never scans has no permission for it. */
function crudCall({ verb, table, resource, keys, ttl, ...list }: CrudWiring, imported: Parts['imported']): string {
  const places = keys.map(({ attribute, from }) => `(${pythonLiteral(attribute)}, ${pythonLiteral(from)})`);
  const described = `${imported('crud.table', 'Table')}(${pythonLiteral(table)}, ${pythonLiteral(resource)}, [${places.join(', ')}]${ttl === undefined ? '' : `, ${pythonLiteral(ttl)}`})`;
  const operation = imported(`crud.${verb}`, `${verb}_operation`);
  if (verb !== 'list') return `${operation}(${described})`;
  const partitioned = keys.length > 1;
  const indexes = list.indexes.map(
    ({ name, key, sortKey }) =>
      `(${[name, key, ...(sortKey === undefined ? [] : [sortKey])].map(pythonLiteral).join(', ')})`,
  );
  const members = [
    described,
    ...(!partitioned && list.unfiltered ? [`scan=${imported('crud.scan_page', 'scan_page')}`] : []),
    ...(partitioned || list.indexes.length > 0 ? [`query=${imported('crud.query_page', 'query_page')}`] : []),
    ...(list.filters.length > 0 ? [`filters=${pythonLiteral(list.filters)}`, `indexes=[${indexes.join(', ')}]`] : []),
  ];
  return `${operation}(${members.join(', ')})`;
}

function parameterMembers(operation: Operation, { document, check }: Parts): string[] {
  const { parameters, operationId } = operation;
  if (parameters.length === 0) return [];
  const subject = `A parameter of ${operationId}`;
  const fits = check({ schema: parametersSchema(parameters), subject, partial: false });
  const readers = parameters.map((parameter) => parameterReader(document, parameter));
  return [`parameters=parameters(${pythonLiteral(readers)}, ${fits})`];
}

function bodyMembers({ body, method, operationId }: Operation, { check }: Parts): string[] {
  if (!body) return [];
  const media = body.media.map(({ type, schema }) => {
    const subject = `The request body of ${operationId}`;
    const fits =
      isJson(type) && schema !== undefined ? check({ schema, subject, partial: method === 'PATCH' }) : 'None';
    return `${pythonLiteral(essenceOf(type))}: ${fits}`;
  });
  return [`body=Body(${pythonLiteral(body.required)}, {${media.join(', ')}})`];
}

/** The project's authorizers by the names of their schemes, which may not be valid names in Python. */
function authorizersOf({ files }: ProjectShape, { imported }: Parts): string[] {
  const schemes = files.flatMap((file) => /^authorizers\/([^/._][^/.]*)\.py$/.exec(file)?.[1] ?? []);
  return schemes.map((scheme) => {
    const code = `${imported('importlib', 'import_module')}(${pythonLiteral(`authorizers.${scheme}`)}).authorize`;
    return `    ${pythonLiteral(scheme)}: ${code},\n`;
  });
}
