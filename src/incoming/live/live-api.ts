/**
 * An API that somebody else made, with everything that was read of it, and its document in the form that apikit
 * imports. Pure.
 */
import type { FoundApi } from '../../aws/hand-made/find-api.ts';
import { type CalledFunction, functionOfUri } from '../../aws/hand-made/function-uri.ts';
import type { HandMadeFunction } from '../../aws/hand-made/read-function.ts';
import type { Surroundings } from '../../aws/hand-made/read-surroundings.ts';
import type { HandMadeTable } from '../../aws/hand-made/read-table.ts';
import { isPreflight } from '../../contract/foreign/integration.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { methodOf, OPERATION_KEYS } from '../../naming/methods.ts';

export interface LiveApi extends FoundApi, Surroundings {
  /** The definition that the stage serves, as API Gateway exports it. */
  readonly document: Json;
  readonly functions: readonly HandMadeFunction[];
  readonly tables: readonly HandMadeTable[];
}

interface WrittenOperation {
  /** `GET /items/{id}` */
  readonly route: string;
  readonly path: string;
  readonly key: string;
  readonly operation: Json;
}

/** The operations without the preflights, which apikit answers by itself. */
export function operationsIn(document: Json): WrittenOperation[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(objectOf(item)).flatMap(([key, operation]) => {
      if (!OPERATION_KEYS.includes(key)) return [];
      const written = objectOf(operation);
      return key === 'options' && isPreflight(written)
        ? []
        : [{ route: `${methodOf(key)} ${path}`, path, key, operation: written }];
    }),
  );
}

export interface ServingFunction extends CalledFunction {
  /** The operations that it serves. */
  readonly routes: readonly string[];
}

/** The functions that serve operations, in the order of the document. */
export function functionsIn(document: Json, { variables }: FoundApi['stage']): ServingFunction[] {
  const found = new Map<string, ServingFunction>();
  for (const { route, operation } of operationsIn(document)) {
    const { uri } = objectOf(operation['x-amazon-apigateway-integration']);
    const called = functionOfUri(textOf(uri) ?? '', variables);
    if (!called) continue;
    const known = found.get(called.name);
    found.set(called.name, { ...(known ?? called), routes: [...(known?.routes ?? []), route] });
  }
  return [...found.values()];
}

/** How a JSON pointer names a path (docs/aws/deployments.md): `/items` → `~1items`. */
const pointerName = (path: string): string => path.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * The document as a contract of all stages: without the address of this one, and with the throttles that the stage has
 * for single operations.
 */
export function importable(document: Json, { methodSettings = {} }: FoundApi['stage']): Json {
  const { servers: _, ...rest } = document;
  const paths = structuredClone(objectOf(rest.paths));
  for (const { path, key } of operationsIn(document)) {
    const setting = methodSettings[`${pointerName(path)}/${methodOf(key)}`];
    const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = setting ?? {};
    if (rate === undefined || burst === undefined || rate < 0 || burst < 0) continue;
    objectOf(objectOf(paths[path])[key])['x-apikit'] = { throttle: { rate, burst } };
  }
  return { ...rest, paths };
}
