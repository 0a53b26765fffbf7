/**
 * The members of OpenAPI objects that contain other objects. In these a `$ref` is a reference; in all other members it
 * is data, which is copied as it is. Data only.
 */
import { ANY_METHOD, OPERATION_KEYS } from '../../naming/methods.ts';

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

/** `*` stands for every other member that is not an extension. */
export type Shapes = Readonly<Record<Kind, Readonly<Record<string, Slot>>>>;

const one = (kind: Kind): Slot => ({ kind });
const map = (kind: Kind): Slot => ({ kind, many: 'map' });
const list = (kind: Kind): Slot => ({ kind, many: 'list' });

/** OpenAPI also has `trace`, which the lint reports. */
const OPERATIONS = Object.fromEntries([...OPERATION_KEYS, 'trace'].map((key) => [key, one('operation')]));

/**
 * The members of a schema that contain schemas, in all drafts. `$defs` contain them for references, which copy them.
 */
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

/** The shapes of Swagger 2.0. Its parameters and headers are partly schemas: `items` is one. */
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

/**
 * The section of each kind of component in the normalised document. Other kinds are copied to the place of the
 * reference.
 */
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

/** Maps the sections of a 2.0 document to those of 3.0. */
export const SECTIONS_2: ReadonlyMap<string, string> = new Map(
  Object.entries({
    definitions: 'schemas',
    parameters: 'parameters',
    responses: 'responses',
    securityDefinitions: 'securitySchemes',
  }),
);

/** Returns what a member contains, or `undefined` for data. A member may have any name, even `constructor`. */
export function slotOf(shapes: Shapes, kind: Kind, key: string): Slot | undefined {
  if (Object.hasOwn(shapes[kind], key)) return shapes[kind][key];
  return isExtension(key) ? undefined : shapes[kind]['*'];
}

export const isExtension = (key: string): boolean => key.startsWith('x-') && key !== ANY_METHOD;
