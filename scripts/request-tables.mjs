// Turns a service model of botocore (`service-2.json`) into the table that the embedded cloud reads requests with. The
// table has the types, constraints and places of the members of requests, and none of the prose.

/** Types that need no entry of their own, by the type of the model. */
const SCALARS = new Set(['string', 'integer', 'long', 'float', 'double', 'boolean', 'timestamp', 'blob']);

/**
 * Returns `{operations, shapes}`: the name of the request's shape by operation, and every shape that a request can
 * hold. `differences` are constraints to leave out or to
 * replace. Throws for an operation that the model does not have.
 */
export function requestTables(model, operationNames, differences) {
  for (const { shape, drop = [], enum: values } of differences) {
    for (const constraint of drop) delete model.shapes[shape][constraint];
    if (values !== undefined) model.shapes[shape].enum = values;
  }
  const shapes = {};
  const operations = {};
  for (const name of [...operationNames].sort()) {
    const operation = model.operations[name];
    if (operation === undefined) throw new Error(`${model.metadata.serviceId} has no operation ${name}`);
    operations[name] = operation.input ? addShape(operation.input.shape, model, shapes) : 'Unit';
  }
  if (Object.values(operations).includes('Unit')) shapes.Unit = { type: 'structure', members: {} };
  return { operations, shapes: Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Adds the shape and all that it contains, and returns its name, or the name of the scalar type. */
function addShape(name, model, shapes) {
  const shape = model.shapes[name];
  const constraints = constraintsOf(shape);
  if (SCALARS.has(shape.type) && Object.keys(constraints).length === 0) return shape.type;
  if (shapes[name]) return name;
  if (SCALARS.has(name)) throw new Error(`A shape with constraints has the name of a plain type: ${name}`);
  const entry = { type: shape.type };
  // The entry comes first, because a shape can contain itself.
  shapes[name] = entry;
  if (shape.type === 'structure') {
    if (shape.required?.length > 0) entry.required = shape.required;
    entry.members = Object.fromEntries(
      Object.entries(shape.members).map(([member, given]) => [member, memberOf(member, given, shape, model, shapes)]),
    );
  } else if (shape.type === 'list') {
    entry.item = addShape(shape.member.shape, model, shapes);
  } else if (shape.type === 'map') {
    entry.key = addShape(shape.key.shape, model, shapes);
    entry.value = addShape(shape.value.shape, model, shapes);
  }
  Object.assign(entry, constraints);
  return name;
}

/**
 * A member is the name of its shape, or, outside of the body or with another name there, `{shape, in, as}`. A label has
 * the name of its member, because only its place is sent.
 */
function memberOf(name, { shape, location, locationName }, { payload }, model, shapes) {
  const added = addShape(shape, model, shapes);
  if (payload === name) return { shape: added, in: 'payload', as: locationName ?? name };
  if (location === 'uri') return { shape: added, in: 'uri', as: name };
  if (location !== undefined) return { shape: added, in: location, as: locationName ?? name };
  const renamed = HAS_BODY_NAMES.has(model.metadata.protocol) && locationName !== undefined && locationName !== name;
  return renamed ? { shape: added, in: 'body', as: locationName } : added;
}

/** In other protocols `locationName` has another meaning. */
const HAS_BODY_NAMES = new Set(['rest-json']);

function constraintsOf({ type, min, max, pattern, enum: values, sensitive }) {
  return {
    ...(min !== undefined && (min > 0 || !HAS_LENGTH.has(type)) && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(values !== undefined && { enum: values }),
    ...(sensitive && { sensitive }),
  };
}

/** A length of at least 0 says nothing. */
const HAS_LENGTH = new Set(['string', 'list', 'map', 'blob']);
