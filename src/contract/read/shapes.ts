/**
 * Which members of an OpenAPI object hold which other objects: where a `$ref` is a reference, and where it is data. What
 * is not listed is data and is taken as it is. Data only.
 */

export type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'response'
  | 'header'
  | 'mediaType'
  | 'encoding'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme'
  | 'schema';

export interface Slot {
  readonly kind: Kind;
  readonly many?: 'map' | 'list';
}

/** `*` stands for every other member that is no extension. */
export type Shapes = Readonly<Record<Kind, Readonly<Record<string, Slot>>>>;

const one = (kind: Kind): Slot => ({ kind });
const map = (kind: Kind): Slot => ({ kind, many: 'map' });
const list = (kind: Kind): Slot => ({ kind, many: 'list' });

const OPERATIONS = Object.fromEntries(
  'get put post delete options head patch trace x-amazon-apigateway-any-method'
    .split(' ')
    .map((method) => [method, one('operation')]),
);

/** Members of a schema that hold schemas, of all drafts; `$defs` hold them for references, which bring them along. */
const SCHEMA: Record<string, Slot> = {
  ...Object.fromEntries('properties patternProperties dependentSchemas'.split(' ').map((key) => [key, map('schema')])),
  ...Object.fromEntries('allOf anyOf oneOf prefixItems'.split(' ').map((key) => [key, list('schema')])),
  ...Object.fromEntries(
    (
      'items additionalItems additionalProperties not if then else contains propertyNames contentSchema ' +
      'unevaluatedItems unevaluatedProperties'
    )
      .split(' ')
      .map((key) => [key, one('schema')]),
  ),
};

const VALUE = { schema: one('schema'), content: map('mediaType'), examples: map('example') };

export const SHAPES_3: Shapes = {
  document: { paths: map('pathItem'), webhooks: map('pathItem'), components: one('components') },
  components: {
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: map('example'),
    requestBodies: map('requestBody'),
    headers: map('header'),
    securitySchemes: map('securityScheme'),
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('pathItem'),
  },
  pathItem: { ...OPERATIONS, parameters: list('parameter') },
  operation: {
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: map('response'),
    callbacks: map('callback'),
  },
  parameter: VALUE,
  requestBody: { content: map('mediaType') },
  response: { headers: map('header'), content: map('mediaType'), links: map('link') },
  header: VALUE,
  mediaType: { schema: one('schema'), examples: map('example'), encoding: map('encoding') },
  encoding: { headers: map('header') },
  example: {},
  link: {},
  callback: { '*': one('pathItem') },
  securityScheme: {},
  schema: SCHEMA,
};

/** Swagger 2.0. Its parameters and headers are schemas in part: `items` is one. */
export const SHAPES_2: Shapes = {
  ...SHAPES_3,
  document: {
    paths: map('pathItem'),
    definitions: map('schema'),
    parameters: map('parameter'),
    responses: map('response'),
    securityDefinitions: map('securityScheme'),
  },
  operation: { parameters: list('parameter'), responses: map('response') },
  parameter: { schema: one('schema'), items: one('schema') },
  header: { items: one('schema') },
  response: { schema: one('schema'), headers: map('header') },
};

/** Where components of a kind live in the normalised document; other kinds are written out where they are referred to. */
export const SECTIONS: Partial<Record<Kind, string>> = {
  schema: 'schemas',
  response: 'responses',
  parameter: 'parameters',
  example: 'examples',
  requestBody: 'requestBodies',
  header: 'headers',
  securityScheme: 'securitySchemes',
  link: 'links',
  callback: 'callbacks',
};

/** Sections of a 2.0 document by the ones of 3.0 that they become. */
export const SECTIONS_2: ReadonlyMap<string, string> = new Map(
  Object.entries({
    definitions: 'schemas',
    parameters: 'parameters',
    responses: 'responses',
    securityDefinitions: 'securitySchemes',
  }),
);

/** What a member holds; `undefined` for data. A member may have any name, `constructor` too. */
export function slotOf(shapes: Shapes, kind: Kind, key: string): Slot | undefined {
  if (Object.hasOwn(shapes[kind], key)) return shapes[kind][key];
  return isExtension(key) ? undefined : shapes[kind]['*'];
}

export const isExtension = (key: string): boolean => key.startsWith('x-') && key !== 'x-amazon-apigateway-any-method';
