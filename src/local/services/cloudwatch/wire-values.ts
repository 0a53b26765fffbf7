/** Reads values from three protocols: numbers as numbers or text, times as `Date`, epoch seconds or ISO text. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { XmlMap } from '../../protocols/query.ts';

export type WireTime = Date | number | string;
export type WireNumber = number | string | bigint;

/** Returns epoch milliseconds; throws InvalidParameterValue. */
export function readTime(value: WireTime, name: string): number {
  const time = value instanceof Date ? value.getTime() : typeof value === 'number' ? value * 1000 : readText(value);
  if (Number.isNaN(time)) throw invalidValue(`The parameter ${name} is not a valid timestamp.`);
  return time;
}

const readText = (text: string) => (/^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

/** Throws InvalidParameterValue. */
export function readNumber(value: WireNumber, name: string): number {
  const number = Number(value);
  if (!Number.isFinite(number)) throw invalidValue(`The value ${String(value)} for parameter ${name} is invalid.`);
  return number;
}

export const readFlag = (value: boolean | string | undefined, otherwise: boolean): boolean =>
  value === undefined ? otherwise : String(value) === 'true';

/** Returns a map for a response. Only Query writes maps differently from structures. */
export function mapOnWire(map: Readonly<Record<string, number>>, { http }: OperationContext): object {
  if (!http.headers['content-type']?.includes('application/x-www-form-urlencoded')) return map;
  return new XmlMap(Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)])));
}

/**
 * CloudWatch's errors have one name in JSON and CBOR (the shape) and another in Query. Newer clients get the latter in
 * a header.
 */
function fault(shape: string, queryCode: string, message: string, status = 400): AwsError {
  return new AwsError(shape, message, { status, headers: { 'x-amzn-query-error': `${queryCode};Sender` } });
}

export const invalidValue = (message: string): AwsError =>
  fault('InvalidParameterValueException', 'InvalidParameterValue', message);
export const invalidCombination = (message: string): AwsError =>
  fault('InvalidParameterCombinationException', 'InvalidParameterCombination', message);
export const missingParameter = (message: string): AwsError =>
  fault('MissingRequiredParameterException', 'MissingParameter', message);
export const notFound = (message: string): AwsError => fault('ResourceNotFound', 'ResourceNotFound', message, 404);

export function arnNotFound(type: string, id: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Unknown resource: ${id}`, {
    status: 404,
    members: { ResourceType: type, ResourceId: id },
    headers: { 'x-amzn-query-error': 'ResourceNotFoundException;Sender' },
  });
}
