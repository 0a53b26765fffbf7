/** The URL of the API, and the credentials of its caller. */
export interface ClientSettings {
  /** The URL of the stage, such as `https://api.example.com/v1`. */
  url: string;
  /** The API key. Only operations that require one send it. */
  apiKey?: string | undefined;
  /** The token of the caller, or a function that returns the token for a security scheme of the contract. */
  token?: string | ((scheme: string) => string | Promise<string>) | undefined;
  /** The headers of every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Replaces the global `fetch`, for example to sign requests or to repeat them. */
  fetch?: typeof fetch | undefined;
}

/** Settings of one call: a signal that cancels it, more headers, and whatever else `fetch` knows. */
export interface CallOptions extends Omit<RequestInit, 'method' | 'body' | 'headers'> {
  headers?: Readonly<Record<string, string>> | undefined;
}

/** A response. The type of its body follows from its status. */
export interface Reply<S extends number, Body> {
  status: S;
  headers: Headers;
  body: Body;
}

/** The statuses that a response can have, from the registry of IANA. */
export type Status =
  | (200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226)
  | (300 | 301 | 302 | 303 | 304 | 305 | 307 | 308)
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417)
  | (418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511);

/** The statuses of a class: those that begin with its digit. */
export type StatusOf<Class extends string, S extends Status = Status> = S extends Status
  ? `${S}` extends `${Class}${string}`
    ? S
    : never
  : never;

/** Contents that are sent unchanged. */
export type Contents = NonNullable<RequestInit['body']>;

/** The data that the requests of an operation need. */
export interface DescribedOperation {
  id: string;
  method: string;
  /** The path template: `/things/{id}`. */
  path: string;
  parameters?: readonly DescribedParameter[];
  /** The media types of the body. */
  bodies?: readonly string[];
  /** The media types of successful responses. */
  accept?: string;
  /** Whether the operation requires an API key. */
  key?: boolean;
  token?: DescribedToken;
}

type Place = 'path' | 'query' | 'headers' | 'cookies';

export interface DescribedParameter {
  in: Place;
  name: string;
  /** The separator of list values. Without one, the name is repeated for each value. */
  separator?: string;
  /** Whether each property of an object is a parameter of its own: `filter[color]`. */
  deep?: boolean;
  /** Whether the value is written as JSON. */
  json?: boolean;
}

/** Where an operation reads the token. */
export interface DescribedToken {
  scheme: string;
  in: 'headers' | 'query' | 'cookies';
  name: string;
  /** The text before the token: `Bearer `. */
  prefix: string;
}

type AnyRequest = Partial<Record<Place, Readonly<Record<string, unknown>>>> & {
  method?: string;
  contentType?: string;
  body?: unknown;
};

type AnyCall = (request?: AnyRequest, options?: CallOptions) => Promise<Reply<number, unknown>>;

/** Returns a function for each operation. A response of any status is a result; only a request that fails throws. */
export function callsOf(operations: readonly DescribedOperation[], settings: ClientSettings): Record<string, AnyCall> {
  const calls = operations.map((operation) => {
    const call: AnyCall = async (request = {}, options = {}) => await send(operation, request, options, settings);
    return [operation.id, call] as const;
  });
  return Object.fromEntries(calls);
}

async function send(
  operation: DescribedOperation,
  request: AnyRequest,
  { headers: moreHeaders, ...options }: CallOptions,
  settings: ClientSettings,
): Promise<Reply<number, unknown>> {
  const { method = operation.method, contentType = operation.bodies?.[0], body } = request;
  const headers = new Headers(settings.headers);
  if (operation.accept !== undefined && !headers.has('accept')) headers.set('accept', operation.accept);
  if (operation.key && settings.apiKey !== undefined) headers.set('x-api-key', settings.apiKey);
  const written = writeParameters(operation, request);
  const token = operation.token && (await tokenOf(operation.token, settings));
  if (token) written[token.in].push([token.name, token.text]);
  for (const [name, text] of written.headers) headers.set(name, text);
  if (written.cookies.length > 0) headers.set('cookie', written.cookies.map((pair) => pair.join('=')).join('; '));
  // `fetch` itself writes the type of a form, which has the boundary of its parts.
  const isForm = typeof FormData !== 'undefined' && body instanceof FormData;
  if (body !== undefined && contentType !== undefined && !isForm) headers.set('content-type', contentType);
  for (const [name, text] of Object.entries(moreHeaders ?? {})) headers.set(name, text);
  const isJsonBody = contentType !== undefined && isJson(contentType) && operation.bodies?.includes(contentType);
  const search = written.query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const address = `${settings.url.replace(/\/+$/, '')}${pathOf(operation, request)}${search && `?${search}`}`;
  const response = await (settings.fetch ?? fetch)(address, {
    ...options,
    method,
    headers,
    ...(body !== undefined && { body: isJsonBody ? JSON.stringify(body) : (body as Contents) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await bodyOf(response, `${method} ${operation.path}`),
  };
}

type Pairs = [name: string, text: string][];

/** Writes all parameters that are not in the path. */
function writeParameters({ parameters = [] }: DescribedOperation, request: AnyRequest) {
  const written: Record<'query' | 'headers' | 'cookies', Pairs> = { query: [], headers: [], cookies: [] };
  for (const parameter of parameters) {
    if (parameter.in === 'path') continue;
    const value = ownOf(request[parameter.in], parameter.name);
    if (value === undefined) continue;
    if (parameter.deep && isObject(value)) {
      written.query.push(...deepPairs(parameter.name, value));
      continue;
    }
    const texts = textsOf(parameter, value);
    const { separator } = parameter;
    for (const text of separator === undefined ? texts : [texts.join(separator)]) {
      if (parameter.in === 'cookies' && /[;\r\n]/.test(text)) {
        throw new TypeError(`The cookie ${parameter.name} cannot contain a semicolon or a line break.`);
      }
      written[parameter.in].push([parameter.name, text]);
    }
  }
  return written;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** OpenAPI has this form for properties with a single value only. */
const deepPairs = (name: string, value: object): Pairs =>
  Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => {
      if (typeof each !== 'object') return [`${name}[${key}]`, String(each)];
      throw new TypeError(`The property ${key} of the parameter ${name} cannot be an object, a list or null.`);
    });

function textsOf({ name, json }: DescribedParameter, value: unknown): string[] {
  if (json) return [JSON.stringify(value)];
  return (Array.isArray(value) ? value : [value]).map((each: unknown) => {
    if (typeof each !== 'object' || each === null) return String(each);
    throw new TypeError(`The parameter ${name} cannot be an object, because a URL has no form for it.`);
  });
}

/** Encodes the parameters of the path, so that a value cannot reach another path. */
function pathOf({ path, parameters = [] }: DescribedOperation, request: AnyRequest): string {
  return path.replace(/\{([^{}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    const value = ownOf(request.path, name);
    const texts = parameter === undefined || value === undefined ? [] : textsOf(parameter, value);
    // A value of a greedy parameter has several segments.
    const encoded = texts.map((text) =>
      greedy === '' ? encodeURIComponent(text) : text.split('/').map(encodeURIComponent).join('/'),
    );
    const whole = encoded.join(parameter?.separator ?? ',');
    // A URL loses these segments, and the request would reach another operation.
    if (whole.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) {
      throw new TypeError(`The parameter ${name} of ${path} cannot be empty, "." or "..".`);
    }
    return whole;
  });
}

/** Returns a member, but not one that every object has, such as `constructor`. */
const ownOf = (values: Readonly<Record<string, unknown>> | undefined, name: string): unknown =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;

async function tokenOf({ scheme, prefix, ...place }: DescribedToken, { token }: ClientSettings) {
  const text = typeof token === 'function' ? await token(scheme) : token;
  return text === undefined ? undefined : { ...place, text: prefix + text };
}

const isJson = (type: string): boolean => /^application\/(.+\+)?json$/i.test(essenceOf(type));

const isText = (type: string): boolean => /^text\/|^application\/x-www-form-urlencoded$/i.test(essenceOf(type));

/** Returns a media type without its parameters. */
const essenceOf = (type: string): string => type.replace(/;.*$/s, '').trim();

/** Reads JSON and texts. Other contents are bytes, and an empty body is `undefined`. */
async function bodyOf(response: Response, request: string): Promise<unknown> {
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength === 0) return undefined;
  const type = response.headers.get('content-type') ?? '';
  if (isText(type)) return new TextDecoder().decode(bytes);
  if (!isJson(type)) return new Uint8Array(bytes);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (cause) {
    throw new Error(`The response to ${request} (status ${response.status}) is not valid JSON.`, { cause });
  }
}
