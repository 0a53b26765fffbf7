/**
 * Generates the text of the module, before its schemas are compiled, and the list of the schemas that it needs. Pure.
 */
import type { Json } from '../../contract/model/json.ts';
import { essenceOf, isJson } from '../../contract/model/media-types.ts';
import type { Operation } from '../../contract/model/operations.ts';
import { parameterReader, parametersSchema } from '../operations/parameter-checks.ts';
import type { ProjectShape } from '../operations/project-shape.ts';
import { moduleAuthorizers } from '../operations/wire-authorizers.ts';
import { type CrudWiring, fileOf, isElsewhere, type WiredOperation, type Wiring } from '../operations/wiring.ts';

/** A schema that is compiled to the function `name` of the module `compiled`. */
export interface Check {
  name: string;
  /** In the form of the contract. */
  schema: unknown;
  /** The name of the schema in messages. */
  subject: string;
  /** Whether it is for a request that changes some fields. Defaults are then not applied. */
  partial: boolean;
}

export function contractModule(
  document: Json,
  { conventional, operations }: Wiring,
  project: ProjectShape,
): { code: string; checks: Check[] } {
  const checks: Check[] = [];
  const imports = new Map<string, { file: string; name: string; local: string }>();
  const check = (of: Omit<Check, 'name'>): string => {
    const name = `check${checks.length}`;
    checks.push({ name, ...of });
    return `compiled.${name}`;
  };
  const imported = (file: string, name: string): string => {
    const key = JSON.stringify([file, name]);
    const known = imports.get(key) ?? { file, name, local: `own${imports.size}` };
    imports.set(key, known);
    return known.local;
  };
  // A project with its own handler and authorizers calls `answerAuthorizer`, which must know who may call each
  // operation.
  const guarded = conventional || moduleAuthorizers(project).length > 0;
  const routes = operations
    .filter(({ operation }) => !isElsewhere(operation))
    .map((wired) => {
      const { operation } = wired;
      const members = [
        `operationId: ${JSON.stringify(operation.operationId)}`,
        ...(guarded ? factMembers(operation) : []),
        ...(conventional ? runMembers(wired, project, imported) : []),
        ...parameterMembers(document, operation, check),
        ...bodyMembers(operation, check),
      ];
      return `  ${JSON.stringify(`${operation.method} ${operation.path}`)}: { ${members.join(', ')} },\n`;
    });
  const authorizers = guarded ? authorizersOf(project, imported) : '';
  const lines = [...imports.values()].map(
    ({ file, name, local }) => `import { ${name} as ${local} } from ${JSON.stringify(`../${file}`)};\n`,
  );
  return { code: `${lines.join('')}export const routes = {\n${routes.join('')}};\n${authorizers}`, checks };
}

function factMembers({ method, path, access }: Operation): string[] {
  return [`method: '${method}'`, `path: ${JSON.stringify(path)}`, `access: ${JSON.stringify(access)}`];
}

type Imported = (file: string, name: string) => string;

function runMembers({ own, crud, stored }: WiredOperation, project: ProjectShape, imported: Imported): string[] {
  const run = own ? imported(own.file, own.name) : crud && crudCall(crud, project, imported);
  return run === undefined ? [] : [`run: ${run}`, ...(stored ? ['stored: true'] : [])];
}

/**
 * A list names its reading function, so that a function that never scans has neither the code nor the permission for
 * it.
 */
function crudCall(
  { verb, table, resource, keys, ttl, ...list }: CrudWiring,
  project: ProjectShape,
  imported: Imported,
): string {
  const crud = (module: string, name: string) =>
    imported(fileOf(project, `crud/${module}`) ?? `crud/${module}.ts`, name);
  const descriptor = JSON.stringify({ name: table, resource, keys, ttl });
  if (verb !== 'list') return `${crud(verb, VERB_FUNCTIONS[verb])}(${descriptor})`;
  const partitioned = keys.length > 1;
  const members = [
    ...(!partitioned && list.unfiltered ? [`scan: ${crud('scan-page', 'scanPage')}`] : []),
    ...(partitioned || list.indexes.length > 0 ? [`query: ${crud('query-page', 'queryPage')}`] : []),
    ...(list.filters.length > 0
      ? [`filters: ${JSON.stringify(list.filters)}, indexes: ${JSON.stringify(list.indexes)}`]
      : []),
  ];
  return `${crud('list', VERB_FUNCTIONS.list)}(${descriptor}, { ${members.join(', ')} })`;
}

const VERB_FUNCTIONS = {
  list: 'listOperation',
  create: 'createOperation',
  get: 'getOperation',
  update: 'updateOperation',
  replace: 'replaceOperation',
  delete: 'deleteOperation',
} as const;

type AddCheck = (of: Omit<Check, 'name'>) => string;

function parameterMembers(document: Json, operation: Operation, check: AddCheck): string[] {
  const { parameters, operationId } = operation;
  if (parameters.length === 0) return [];
  const subject = `A parameter of ${operationId}`;
  const fits = check({ schema: parametersSchema(parameters), subject, partial: false });
  const readers = parameters.map((parameter) => parameterReader(document, parameter));
  return [`parameters: parameters(${JSON.stringify(readers)}, ${fits})`];
}

function bodyMembers({ body, method, operationId }: Operation, check: AddCheck): string[] {
  if (!body) return [];
  const media = body.media.map(({ type, schema }) => {
    const subject = `The request body of ${operationId}`;
    const fits = isJson(type) && schema !== undefined && check({ schema, subject, partial: method === 'PATCH' });
    return `${JSON.stringify(essenceOf(type))}: ${fits ? `validator(${fits})` : 'undefined'}`;
  });
  return [`body: { required: ${body.required}, media: { ${media.join(', ')} } }`];
}

/** Returns the project's authorizers by the names of their schemes. */
function authorizersOf(project: ProjectShape, imported: Imported): string {
  const members = moduleAuthorizers(project).map(
    ({ file, scheme }) => `  ${JSON.stringify(scheme)}: ${imported(file, 'authorize')},\n`,
  );
  return `export const authorizers = {\n${members.join('')}};\n`;
}
