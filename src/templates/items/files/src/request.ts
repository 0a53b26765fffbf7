/** The request and the reply as the operations see them, and how a body is read. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { HttpError } from './errors.ts';
import type { BodyValidator } from './generated/validators.js';

export interface Request {
  path: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  /** By lower-case name. */
  headers: Record<string, string | undefined>;
  /** As text, decoded; empty where there is none. */
  body: string;
  /** The id of the API key that the request came with; empty without one. */
  caller: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; nothing is sent without it. */
  body?: unknown;
}

/** Operations by method and path template: 'GET /things/{id}'. */
export type Routes = Record<string, (request: Request) => Promise<Reply>>;

/** A DynamoDB item holds 400 KB with its names, and what is stored is never longer than its JSON and our attributes. */
const MAX_BODY_BYTES = 390_000;

export function toRequest(event: APIGatewayProxyEvent): Request {
  const body = event.body ?? '';
  return {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: Object.fromEntries(
      Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: event.isBase64Encoded ? Buffer.from(body, 'base64').toString() : body,
    caller: event.requestContext.identity?.apiKeyId ?? '',
  };
}

/** The body, checked against its schema in openapi.yaml; 413, 415 or 400 for what it may not be. */
export function readBody<T>({ body, headers }: Request, validate: BodyValidator<T>): T {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
    throw new HttpError(413, 'REQUEST_TOO_LARGE', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  const type = headers['content-type'] ?? 'application/json';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.');
  }
  const result = validate(parseJson(body));
  if (!result.ok) throw new HttpError(400, 'BAD_REQUEST_BODY', 'The body does not fit its schema.', result.details);
  return result.value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'BAD_REQUEST_BODY', 'The body is not valid JSON.');
  }
}
