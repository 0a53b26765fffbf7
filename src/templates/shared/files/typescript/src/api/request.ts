/** The request and the reply as the operations see them, and what the contract says of an operation. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Access } from './authorizer.ts';
import type { Caller } from './caller.ts';
import type { Detail } from './errors.ts';

export interface Parameters {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  /** By lower-case name: those of the contract as it describes them, all others as text. */
  headers: Record<string, unknown>;
  cookies: Record<string, unknown>;
}

/** What the types of generated/contract.d.ts say of an operation's request. */
export interface Shape {
  path: object;
  query: object;
  headers: object;
  cookies: object;
  body: unknown;
}

/** Parameters have the types of their schemas, with defaults for those left out; the body is what its schema allows. */
export type Request<Of extends Shape = Parameters & { body: unknown }> = {
  path: Of['path'];
  query: Of['query'];
  headers: Of['headers'];
  cookies: Of['cookies'];
  body: Of['body'];
  /** What an authorizer found out about who calls; absent where there is none. */
  caller?: Caller | undefined;
  /** The id of the API key that the request came with; empty without one. */
  keyId: string;
  requestId: string;
  correlationId: string;
  /** What API Gateway sent. */
  event: APIGatewayProxyEvent;
};

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON, or as it is where `headers` has another `content-type`; nothing is sent without it. */
  body?: unknown;
}

type Checked = { ok: true; value: unknown } | { ok: false; details: Detail[] };

/** Parameters as they were sent, each with all its values; names of headers in lower case. */
export interface SentParameters {
  /** Percent-encoded, as API Gateway hands them over. */
  path: Record<string, string[]>;
  query: Record<string, string[]>;
  headers: Record<string, string[]>;
  cookies: Record<string, string[]>;
}

export type ParametersChecked =
  | { ok: true; value: Parameters }
  /** `url`: a part of the path that cannot be decoded. */
  | { ok: false; details: (Detail & { in: keyof Parameters | 'url' })[] };

/** An operation of the contract, as generated/contract.js has it. */
export interface Route<Services> {
  operationId: string;
  /** Upper case; `ANY` for all. */
  method: string;
  /** The template: `/things/{id}`. */
  path: string;
  access: Access;
  run?: (request: Request, services: Services) => Promise<Reply>;
  /** The body is kept in a table, whose items have a limit. */
  stored?: boolean;
  parameters?: (sent: SentParameters) => ParametersChecked;
  /** By media type in small letters; `undefined` where anything may be in it. */
  body?: { required: boolean; media: Record<string, ((body: unknown) => Checked) | undefined> };
}
