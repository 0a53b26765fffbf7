/** The request and the reply of an operation, and the contract's description of the operation. */
import type { Access } from './authorizer.ts';
import type { Caller } from './caller.ts';
import type { Detail } from './errors.ts';
import type { AnyEvent } from './event.ts';

export interface Parameters {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  /** The headers by lower-case name. Those in the contract have their types, and all others are text. */
  headers: Record<string, unknown>;
  cookies: Record<string, unknown>;
}

/** The parts of an operation's request in generated/contract.d.ts. */
export interface Shape {
  path: object;
  query: object;
  headers: object;
  cookies: object;
  body: unknown;
}

/** Parameters have the types of their schemas, and defaults if they are missing. The body matches its schema. */
export type Request<Of extends Shape = Parameters & { body: unknown }> = {
  path: Of['path'];
  query: Of['query'];
  headers: Of['headers'];
  cookies: Of['cookies'];
  body: Of['body'];
  /** The caller, if the operation has an authorizer. */
  caller?: Caller | undefined;
  /** The id of the request's API key; empty without one. */
  keyId: string;
  /** The path template: `/things/{id}`. */
  resource: string;
  requestId: string;
  correlationId: string;
  /** The event from API Gateway. An operation gets the version that `payload` in apikit.yaml asks for. */
  event: AnyEvent;
};

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON or, if `headers` has another `content-type`, unchanged. Without it, the response has no body. */
  body?: unknown;
}

type Checked = { ok: true; value: unknown } | { ok: false; details: Detail[] };

/** The parameters of a request, each with all its values. Names of headers are in lower case. */
export interface SentParameters {
  /** Percent-encoded, as API Gateway passes them. */
  path: Record<string, string[]>;
  query: Record<string, string[]>;
  headers: Record<string, string[]>;
  cookies: Record<string, string[]>;
}

export type ParametersChecked =
  | { ok: true; value: Parameters }
  /** `url` stands for a part of the path that cannot be decoded. */
  | { ok: false; details: (Detail & { in: keyof Parameters | 'url' })[] };

/** An operation of the contract in generated/contract.js. */
export interface Route<Services> {
  operationId: string;
  /** In upper case; `ANY` for all methods. */
  method: string;
  /** The path template: `/things/{id}`. */
  path: string;
  access: Access;
  run?: (request: Request, services: Services) => Promise<Reply>;
  /** Whether a table stores the body. Its items have a size limit. */
  stored?: boolean;
  parameters?: (sent: SentParameters) => ParametersChecked;
  /** The checks by media type in lower case; `undefined` if any contents are valid. */
  body?: { required: boolean; media: Record<string, ((body: unknown) => Checked) | undefined> };
}
