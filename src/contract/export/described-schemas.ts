/** The schemas of a contract, with those of a stage in the place of what the stage checks otherwise. Pure. */
import { requestModels } from '../compile/models.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { escapeToken } from '../model/pointer.ts';
import { schemaName } from '../model/references.ts';
import type { Sides, Tell } from './described.ts';
import { liveSchema, modelIn, sameModel } from './live-schema.ts';

/** `paths`: of the document, which may refer to models that have no name in the contract. */
export function describedSchemas(paths: Json, { document, exported, schemaNames }: Sides, tell: Tell): Json {
  const schemas = { ...objectOf(objectOf(document.components).schemas) };
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
  // Grows while it is read.
  const wanted = new Set([...namesIn(paths), ...namesIn(changed)]);
  for (const name of wanted) {
    const live = modelIn(exported, name);
    if (Object.hasOwn(schemas, name) || live === undefined) continue;
    schemas[name] = liveSchema(live, schemaNames);
    for (const next of namesIn(schemas[name])) wanted.add(next);
  }
  return schemas;
}

/** Of all schemas of a contract, whether a body has them or not. */
function everyModel(document: Json, names: readonly string[]): Record<string, Json> {
  const schemas = names.map((name) => ({
    contentType: name,
    schema: { $ref: `#/components/schemas/${escapeToken(name)}` },
  }));
  return requestModels(document, [{ operationId: '', path: '', key: '', body: { required: true, schemas } }]).schemas;
}

/** What bodies are checked by, also through others; API Gateway makes some that nothing uses. */
function modelsInUse(exported: Json): Set<string> {
  const found = new Set(namesIn(exported.paths));
  // Grows while it is read.
  for (const model of found) for (const next of namesIn(modelIn(exported, model))) found.add(next);
  return found;
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isObject(value)) return [];
  const name = schemaName(value);
  return name === undefined ? Object.values(value).flatMap(namesIn) : [name];
}
