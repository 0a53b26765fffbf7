/** Creates `apikit.yaml` and `openapi.yaml` for an existing handler. Pure. */
import { stringify } from 'yaml';
import { ANY_METHOD } from '../../naming/methods.ts';
import type { RenderedFile } from '../render.ts';
import type { DetectedHandler, DetectedTable } from './read-handler.ts';
import type { Route } from './read-routes.ts';

export interface ProjectAnswers {
  readonly name: string;
  readonly region: string;
  readonly cors: readonly string[];
  readonly stages: readonly string[];
}

export function projectFiles(seen: DetectedHandler, answers: ProjectAnswers): RenderedFile[] {
  return [
    { path: 'apikit.yaml', contents: stringify(configOf(seen, answers), { lineWidth: 0 }) },
    { path: 'openapi.yaml', contents: stringify(contractOf(seen.routes, answers.name), { lineWidth: 0 }) },
  ];
}

function configOf(
  { handler, runtime, tables }: DetectedHandler,
  { name, region, cors, stages }: ProjectAnswers,
): object {
  const environment = tables.flatMap(({ variable, name }) =>
    variable === undefined ? [] : [[variable, `$\{table.${name}}`] as const],
  );
  const last = stages.length > 1 ? stages.at(-1) : undefined;
  return {
    name,
    region,
    function: {
      handler,
      ...(runtime !== undefined && { runtime }),
      ...(environment.length > 0 && { environment: Object.fromEntries(environment) }),
    },
    ...(tables.length > 0 && { tables: Object.fromEntries(tables.map((table) => [table.name, tableOf(table)])) }),
    ...(cors.length > 0 && { cors: { origins: cors } }),
    stages: Object.fromEntries(stages.map((stage) => [stage, stage === last ? { protected: true } : {}])),
  };
}

const tableOf = ({ key, keyType, sortKey, physical }: DetectedTable): object => ({
  key,
  ...(keyType === 'number' && { keyType }),
  ...(sortKey !== undefined && { sortKey }),
  ...(physical !== undefined && { import: physical }),
});

function contractOf(routes: readonly Route[], title: string): object {
  const paths = new Map<string, Record<string, object>>();
  for (const route of routes) {
    const member = route.method === 'ANY' ? ANY_METHOD : route.method.toLowerCase();
    paths.set(route.path, { ...paths.get(route.path), [member]: operationOf(route) });
  }
  return { openapi: '3.0.3', info: { title, version: '1.0.0' }, paths: Object.fromEntries(paths) };
}

function operationOf({ path, method }: Route): object {
  const parameters = [...path.matchAll(/\{([\w.-]+)\+?\}/g)].map(([, name]) => name!);
  return {
    operationId: method.toLowerCase() + wordsOf(path),
    ...(parameters.length > 0 && {
      parameters: parameters.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    }),
    responses: { default: { description: 'The response of the handler' } },
  };
}

/** For example `/items/{id}` → `ItemsById`. */
function wordsOf(path: string): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith('{') ? `By-${part}` : part).split(/[^A-Za-z0-9]+/).filter(Boolean));
  return words.length === 0
    ? 'Root'
    : words
        .flat()
        .map((word) => word[0]!.toUpperCase() + word.slice(1))
        .join('');
}
