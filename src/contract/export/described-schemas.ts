/** Returns the schemas of a contract. A schema that the stage checks differently is replaced by the stage's. Pure. */
import { requestModels } from '../compile/models.ts';
import { isObject, type Json } from '../model/json.ts';
import { componentSchemas, referenceTo, schemaName } from '../model/references.ts';
import { liveSchema, modelIn, sameModel } from './live-schema.ts';
import type { ReportDifference, Sides } from './sides.ts';

/** Expects the document's `paths`, which may refer to models without a name in the contract. */
export function describedSchemas(
  paths: Json,
  { document, exported, schemaNames }: Sides,
  tell: ReportDifference,
): Json {
  const schemas = { ...componentSchemas(document) };
  const models = everyModel(document, Object.keys(schemas));
  const changed: unknown[] = [];
  for (const model of modelsInUse(exported)) {
    const name = schemaNames.get(model);
    const live = modelIn(exported, model);
    if (name === undefined || live === undefined || sameModel(live, models[model])) continue;
    schemas[name] = liveSchema(live, schemaNames);
    changed.push(schemas[name]);
    tell(`schema ${name}`, ['as the stage checks it']);
  }
  // The set grows while the loop reads it.
  const wanted = new Set([...namesIn(paths), ...namesIn(changed)]);
  for (const name of wanted) {
    const live = modelIn(exported, name);
    if (Object.hasOwn(schemas, name) || live === undefined) continue;
    schemas[name] = liveSchema(live, schemaNames);
    for (const next of namesIn(schemas[name])) wanted.add(next);
  }
  return schemas;
}

/** Returns the models of all schemas of a contract, also of those that no body uses. */
function everyModel(document: Json, names: readonly string[]): Record<string, Json> {
  const media = names.map((name) => ({
    type: 'application/json',
    schema: { $ref: referenceTo({ section: 'schemas', name }) },
    examples: [],
  }));
  return requestModels(document, [{ operationId: '', at: [], body: { required: true, media } }]).schemas;
}

/**
 * Returns the models that check bodies, directly or through others. API Gateway also creates models that nothing uses.
 */
function modelsInUse(exported: Json): Set<string> {
  const found = new Set(namesIn(exported.paths));
  // The set grows while the loop reads it.
  for (const model of found) for (const next of namesIn(modelIn(exported, model))) found.add(next);
  return found;
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isObject(value)) return [];
  const name = schemaName(value);
  return name === undefined ? Object.values(value).flatMap(namesIn) : [name];
}
