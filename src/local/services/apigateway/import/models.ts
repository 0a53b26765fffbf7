/**
 * Converts the schemas of a document to models: names, rewritten references, and generated names for unnamed schemas.
 */
import { createHash } from 'node:crypto';
import type { ApiDefinition, Model } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { modelUrl } from '../identifiers.ts';
import { entryOf } from '../members.ts';
import { invalidModel, schemaFaults } from '../models/schema-faults.ts';
import { attempt, type Faults } from './faults.ts';
import { type Json, textIn } from './json.ts';

/** OpenAPI keywords without a meaning in JSON schema draft 4; API Gateway drops them. */
const DROPPED = [
  'example',
  'examples',
  'discriminator',
  'xml',
  'externalDocs',
  'nullable',
  'readOnly',
  'writeOnly',
  'deprecated',
];

export interface ModelImport {
  readonly apiId: string;
  readonly definition: ApiDefinition;
  readonly faults: Faults;
  newId(): string;
}

export function importModels(target: ModelImport, schemas: Json): void {
  for (const [name, schema] of Object.entries(schemas)) {
    attempt(target.faults, `Unable to create model for '${name}'`, () => putModel(target, name, schema as Json));
  }
}

/**
 * Returns the model of a schema that a method uses: the referenced model, or a new one named after its content. A
 * reference to a model that does not exist is left out with a warning, whose text is AWS's.
 */
export function modelFor(target: ModelImport, schema: Json): string | undefined {
  const referred = referredModel(textIn(schema.$ref));
  if (referred !== undefined) {
    if (entryOf(target.definition.models, referred)) return referred;
    target.faults.warnings.push(`Reference to model '${referred}' not found. Ignoring.`);
    return undefined;
  }
  const hash = createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 6);
  const name = `MODEL${hash}`;
  if (!entryOf(target.definition.models, name)) putModel(target, name, schema);
  return name;
}

function putModel({ apiId, definition, newId }: ModelImport, name: string, schema: Json): void {
  if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
  const written = rewritten(schema, apiId);
  // Whether an import also refuses unknown keywords is not known.
  const faults = schemaFaults(written).filter((fault) => !fault.includes('Unsupported keyword'));
  if (faults.length > 0) throw invalidModel(faults);
  const description = textIn(schema.description);
  const model: Model = {
    id: definition.models[name]?.id ?? newId(),
    name,
    ...(description && { description }),
    contentType: 'application/json',
    schema: JSON.stringify(written, undefined, 2),
  };
  definition.models[name] = model;
}

const referredModel = (ref: string | undefined): string | undefined =>
  /^#\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(ref ?? '')?.[1];

/** `properties` can have a field called `example`, so keywords are dropped only at schema positions. */
function rewritten(node: unknown, apiId: string, isPropertyMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => rewritten(item, apiId));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(
    ([key]) => isPropertyMap || !(DROPPED.includes(key) || key.startsWith('x-')),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => {
      const referred = key === '$ref' && !isPropertyMap ? referredModel(textIn(value)) : undefined;
      if (referred !== undefined) return [key, modelUrl(apiId, referred)];
      if (key === 'enum' || key === 'default') return [key, value];
      return [key, rewritten(value, apiId, !isPropertyMap && (key === 'properties' || key === 'definitions'))];
    }),
  );
}
