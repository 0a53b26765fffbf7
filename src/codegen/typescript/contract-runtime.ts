/** The code in every generated module: it translates errors of compiled schemas and reads parameters. */

/** The code is plain JavaScript in a text, because it becomes part of another program. */
export const CONTRACT_RUNTIME = `
const escape = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function detail({ instancePath, keyword, params, message }) {
  switch (keyword) {
    case 'required':
      return { path: instancePath + '/' + escape(params.missingProperty), message: 'is required' };
    case 'additionalProperties':
      return { path: instancePath + '/' + escape(params.additionalProperty), message: 'is not a known field' };
    case 'unevaluatedProperties':
      return { path: instancePath + '/' + escape(params.unevaluatedProperty), message: 'is not a known field' };
    case 'enum':
      return { path: instancePath, message: 'must be one of ' + params.allowedValues.join(', ') };
    case 'const':
      return { path: instancePath, message: 'must be ' + JSON.stringify(params.allowedValue) };
    case 'false schema':
      return { path: instancePath, message: 'may not be sent' };
    default:
      return { path: instancePath, message };
  }
}

const validator = (fits) => (body) =>
  fits(body) ? { ok: true, value: body } : { ok: false, details: fits.errors.map(detail) };

const NUMBER = /^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?$/;

function typed(text, types) {
  for (const type of types) {
    const number = Number(text);
    if (type === 'integer' && /^-?(0|[1-9]\\d*)$/.test(text) && Number.isSafeInteger(number)) return number;
    if (type === 'number' && NUMBER.test(text) && Number.isFinite(number)) return number;
    if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  }
  return text;
}

function fromJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// API Gateway does not decode the parameters of a path, but it decodes those of a query.
function read(texts, { in: place, as, list, json }) {
  const decode = place === 'path' ? decodeURIComponent : (text) => text;
  const text = texts.at(-1);
  if (json) return fromJson(decode(text));
  if (list === undefined) return typed(decode(text), as);
  const values = list === true ? texts : text === '' ? [] : text.split(list);
  return values.map((value) => typed(decode(value), as));
}

function malformed(readers, { path }) {
  return readers.flatMap(({ in: place, name }) => {
    if (place !== 'path' || !Object.hasOwn(path, name)) return [];
    try {
      path[name].forEach(decodeURIComponent);
      return [];
    } catch {
      return [{ in: 'url', path: name, message: 'must be percent-encoded UTF-8' }];
    }
  });
}

const parameters = (readers, fits) => (sent) => {
  const undecodable = malformed(readers, sent);
  if (undecodable.length > 0) return { ok: false, details: undecodable };
  const value = { path: {}, query: {}, headers: {}, cookies: {} };
  for (const reader of readers) {
    const key = reader.in === 'headers' ? reader.name.toLowerCase() : reader.name;
    if (Object.hasOwn(sent[reader.in], key)) value[reader.in][key] = read(sent[reader.in][key], reader);
  }
  if (fits(value)) return { ok: true, value };
  const details = fits.errors.map(detail).map(({ path, message }) => {
    const [, place, key, ...rest] = path.split('/');
    const { name } = readers.find((each) => each.in === place && escape(each.name).toLowerCase() === key.toLowerCase());
    return { in: place, path: [name, ...rest].join('/'), message };
  });
  return { ok: false, details };
};
`;
