/** TestEventPattern: whether a pattern matches an event. */
import { AwsError } from '../../cloud/aws-error.ts';
import { isPlainObject } from '../../cloud/plain-object.ts';
import { operation } from './operation.ts';
import { compilePattern } from './pattern.ts';

const MEMBERS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export const testEventPattern = operation('TestEventPattern', ({ EventPattern, Event }) => ({
  Result: compilePattern(EventPattern)(parsed(Event)),
}));

/** Throws ValidationException. */
function parsed(text: string): unknown {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalidEvent();
  }
  if (!isPlainObject(event) || MEMBERS.some((name) => !Object.hasOwn(event, name))) throw invalidEvent();
  return event;
}

const invalidEvent = (): AwsError => new AwsError('ValidationException', 'Parameter Event is not valid.');
