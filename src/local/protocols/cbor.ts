/**
 * Smithy RPC v2 CBOR, which botocore 1.43 uses for CloudWatch: the operation is in the path, the members are in the
 * body.
 */
import { addExtension, Encoder } from 'cbor-x';
import { AwsError } from '../cloud/aws-error.ts';
import type { Operation, OperationContext } from '../cloud/operation.ts';
import { runWithMembers } from './run-with-members.ts';
import { asAwsError, refuseDeepNesting, type WireResponse } from './wire.ts';
import type { Forms } from './write-members.ts';

/** Uses plain maps, because no other decoder understands cbor-x's record extension. */
const codec = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false });

/** cbor-x itself cannot read a time after 2106, whose seconds are a number of 64 bits. */
addExtension<Date, number | bigint>({
  Class: Date,
  tag: 1,
  encode: (time, encode) => encode(time.getTime() / 1000),
  decode: (seconds) => new Date(Math.round(Number(seconds) * 1000)),
});

const CBOR_FORMS: Forms = {
  timestamp: (time) => time,
  blob: (base64) => Buffer.from(base64, 'base64'),
  number: (value) => value,
};

export async function answerCbor(operation: Operation, context: OperationContext): Promise<WireResponse> {
  try {
    return respond(200, await runWithMembers(operation, parse(context.http.body), CBOR_FORMS, context), context);
  } catch (error) {
    return cborError(error, context);
  }
}

export function cborError(error: unknown, context: Pick<OperationContext, 'requestId'>): WireResponse {
  const { code, message, status, members, headers } = asAwsError(error);
  const response = respond(status, { __type: code, message, ...members }, context);
  return { ...response, headers: { ...response.headers, ...headers } };
}

function respond(status: number, body: unknown, context: Pick<OperationContext, 'requestId'>): WireResponse {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': context.requestId,
  };
  return { status, headers, body: codec.encode(body) };
}

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  const decoded = decode(body);
  if (typeof decoded !== 'object' || decoded === null || Array.isArray(decoded)) {
    throw new AwsError('SerializationException', 'The request body is not a CBOR map.');
  }
  refuseDeepNesting(decoded);
  return decoded as Record<string, unknown>;
}

/** Returns `undefined` for data that is damaged or nested too deeply for the codec. */
function decode(body: Buffer): unknown {
  try {
    return codec.decode(body);
  } catch {
    return undefined;
  }
}
