// Turns a service model of botocore (`service-2.json`) into the table with which the embedded cloud reads requests,
// checks them, and writes responses. The table has the types, constraints and places of members, and none of the prose.

/** Types that need no entry of their own, by the type of the model. */
export const SCALARS = new Set([
  'string',
  'integer',
  'long',
  'float',
  'double',
  'boolean',
  'timestamp',
  'blob',
  'document',
]);

/**
 * Returns `{operations, errors, shapes}`: the shapes of the request and response by operation, the errors whose status
 * is not 400 or whose code in Query differs, and every shape that a request or a response can hold. `differences` say
 * where AWS differs from its model. Without `answers`, the table is for requests only. Throws for an
 * operation that the model does not have.
 */
export function modelTables(model, operationNames, differences, answers) {
  for (const difference of differences) applyDifference(model, difference);
  const asked = [...operationNames].sort().map((name) => [name, operationNamed(name, model)]);
  const shapes = {};
  // Requests come first: a shape that only responses have needs no constraints.
  const inputs = asked.map(([, { input }]) =>
    input ? addShape(input.shape, { model, shapes, limits: true }) : 'Unit',
  );
  const outputs = asked.map(
    ([, { output }]) => answers && output && addShape(output.shape, { model, shapes, limits: false }),
  );
  if (inputs.includes('Unit')) shapes.Unit = { type: 'structure', members: {} };
  const operations = asked.map(([name, { http }], index) => [
    name,
    {
      input: inputs[index],
      ...(outputs[index] && { output: outputs[index] }),
      ...(answers &&
        model.metadata.protocol.startsWith('rest-') && {
          http: routeOf(model.operations[name], model),
          status: http.responseCode ?? 200,
        }),
    },
  ]);
  const errors = asked.flatMap(([, operation]) => (answers ? (operation.errors ?? []) : []).map(({ shape }) => shape));
  return {
    operations: Object.fromEntries(operations),
    errors: Object.fromEntries([...new Set(errors)].sort().flatMap((shape) => errorEntry(shape, model))),
    shapes: Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** `type` replaces a shape, `enum` its values and `members` the types of some members; `drop` are constraints. */
function applyDifference({ shapes }, { shape, type, enum: values, members = {}, drop = [] }) {
  if (type !== undefined) shapes[shape] = { type };
  if (values !== undefined) shapes[shape].enum = values;
  for (const [member, plain] of Object.entries(members)) {
    shapes[plain] = { type: plain };
    shapes[shape].members[member] = { shape: plain };
  }
  for (const constraint of drop) delete shapes[shape][constraint];
}

/** Method and path, in which the labels have the names of their members. */
function routeOf({ http, input }, { shapes }) {
  const labels = Object.entries(shapes[input?.shape]?.members ?? {}).filter(([, { location }]) => location === 'uri');
  const path = labels.reduce(
    (text, [name, { locationName = name }]) => text.replace(new RegExp(`\\{${locationName}(\\+?)\\}`), `{${name}$1}`),
    http.requestUri,
  );
  return `${http.method} ${path}`;
}

function operationNamed(name, { operations, metadata }) {
  if (operations[name] === undefined) throw new Error(`${metadata.serviceId} has no operation ${name}`);
  return operations[name];
}

/** An error is known by its shape, in services with Query alone by its code. */
function errorEntry(shape, { shapes, metadata }) {
  const { error = {} } = shapes[shape];
  const code = error.code ?? shape;
  const name = metadata.protocol === 'query' ? code : shape;
  const entry = {
    ...(error.httpStatusCode !== undefined && error.httpStatusCode !== 400 && { status: error.httpStatusCode }),
    ...(metadata.awsQueryCompatible && { queryCode: code }),
  };
  return Object.keys(entry).length === 0 ? [] : [[name, entry]];
}

/** Adds the shape and all that it contains, and returns its name, or the name of the scalar type. */
function addShape(name, to) {
  const { model, shapes, limits } = to;
  const shape = model.shapes[name];
  if (shapes[name]) return name;
  const constraints = { ...(limits && constraintsOf(shape)), ...formatOf(shape) };
  if (SCALARS.has(shape.type) && Object.keys(constraints).length === 0) return shape.type;
  if (SCALARS.has(name)) throw new Error(`A shape with constraints has the name of a plain type: ${name}`);
  checkEmulated(name, shape, model.metadata);
  const entry = { type: shape.type };
  // The entry comes first, because a shape can contain itself.
  shapes[name] = entry;
  if (shape.type === 'structure') {
    if (limits && shape.required?.length > 0) entry.required = shape.required;
    entry.members = Object.fromEntries(
      Object.entries(shape.members).map(([member, given]) => [member, memberOf(member, given, shape, to)]),
    );
  } else if (shape.type === 'list') {
    entry.item = addShape(shape.member.shape, to);
    if (model.metadata.protocol === 'rest-xml') {
      if (shape.flattened) entry.flattened = true;
      else if (shape.member.locationName) entry.itemName = shape.member.locationName;
    }
  } else if (shape.type === 'map') {
    entry.key = addShape(shape.key.shape, to);
    entry.value = addShape(shape.value.shape, to);
    const { key, value } = shape;
    if (key.locationName || value.locationName)
      entry.names = [key.locationName ?? 'key', value.locationName ?? 'value'];
  }
  Object.assign(entry, constraints);
  return name;
}

/**
 * A member is the name of its shape, or, outside of the body or with another name there, `{shape, in, as}`. A label
 * has the name of its member, because only its place is sent. In protocols
 * other than REST, `locationName` has another meaning.
 */
function memberOf(name, { shape, location, locationName, queryName, timestampFormat, flattened }, { payload }, to) {
  if (timestampFormat) throw new Error(`${name} has a timestamp format, which src/local/protocols does not write.`);
  const added = addShape(shape, to);
  if (payload === name) return { shape: added, in: 'payload', as: locationName ?? name };
  if (location === 'uri') return { shape: added, in: 'uri', as: name };
  if (location !== undefined) return { shape: added, in: location, as: locationName ?? name };
  if (to.model.metadata.protocol === 'ec2') return ec2MemberOf(name, added, { locationName, queryName });
  const isRest = to.model.metadata.protocol.startsWith('rest-');
  const renamed = isRest && locationName !== undefined && locationName !== name;
  const isFlattened = flattened === true && to.model.metadata.protocol === 'rest-xml';
  if (!renamed && !isFlattened) return added;
  return { shape: added, in: 'body', as: locationName ?? name, ...(isFlattened && { flattened: true }) };
}

/** EC2 has other names in requests than in responses, where requests begin them with a capital letter. */
function ec2MemberOf(name, shape, { locationName = name, queryName }) {
  const form = queryName ?? `${locationName[0].toUpperCase()}${locationName.slice(1)}`;
  return form === name && locationName === name
    ? shape
    : { shape, in: 'body', as: locationName, ...(form !== locationName && { form }) };
}

/** A timestamp has the format of its protocol unless its shape names another: ISO 8601, in API Gateway v2. */
const formatOf = ({ timestampFormat }) => timestampFormat === 'iso8601' && { format: timestampFormat };

/** No model of an emulated service has these so far, so nothing writes them. JSON has lists in one form only. */
function checkEmulated(name, shape, { protocol }) {
  if (protocol === 'json') return;
  const isXml = protocol === 'rest-xml';
  const unknown = [
    !isXml && shape.flattened && 'flattened',
    // The requests of EC2 have no names of list items.
    !isXml && protocol !== 'ec2' && shape.member?.locationName,
    !isXml && (shape.timestampFormat ?? 'iso8601') !== 'iso8601' && 'timestampFormat',
    Object.values(shape.members ?? {}).some(({ xmlAttribute }) => xmlAttribute) && 'an attribute of XML',
    isXml && shape.type === 'map' && shape.flattened && 'a flattened map',
  ].find(Boolean);
  if (unknown) throw new Error(`${name} has ${unknown}, which src/local/protocols does not write.`);
}

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
