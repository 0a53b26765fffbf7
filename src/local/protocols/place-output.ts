/** Places the members of a REST response that are not in its body: in headers and in the status. */
import { type OperationModel, outputOf, type PlacedMember, type Shape, shapeNamed } from '../cloud/operation-model.ts';
import { checkType, type Members } from './write-members.ts';

export interface PlacedOutput {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The name of the member that is the whole body. */
  readonly payload?: string;
}

export function placeOutput(model: OperationModel, output: Members): PlacedOutput {
  const placed = Object.entries(outputOf(model)?.members ?? {}).filter(
    (entry): entry is [string, PlacedMember] => typeof entry[1] !== 'string' && entry[1].in !== 'body',
  );
  const headers: Record<string, string> = {};
  let status = model.status ?? 200;
  for (const [name, place] of placed) {
    const value = output[name];
    if (value === undefined || place.in === 'payload') continue;
    const shape = shapeNamed(model, place.shape);
    checkType(shape, value, name);
    if (place.in === 'statusCode') status = value as number;
    else if (place.in === 'headers') Object.assign(headers, prefixed(place.as, value as Record<string, string>));
    else headers[place.as.toLowerCase()] = headerText(shape, value);
  }
  const payload = placed.find(([, { in: at }]) => at === 'payload')?.[0];
  return { status, headers, ...(payload !== undefined && { payload }) };
}

const prefixed = (prefix: string, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, text]) => [`${prefix}${name}`.toLowerCase(), text]));

/** A time is a date of HTTP, unless the model says otherwise. */
function headerText(shape: Shape, value: unknown): string {
  if (!(value instanceof Date)) return String(value);
  return shape.type === 'timestamp' && shape.format === 'iso8601' ? value.toISOString() : value.toUTCString();
}
