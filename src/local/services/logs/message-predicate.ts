/** The parts that all kinds of filter pattern share. */
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import { AwsError } from '../../cloud/aws-error.ts';

export type MessagePredicate = (message: string) => boolean;

/** Throws InvalidParameterException. */
export function regexPredicate(source: string): MessagePredicate {
  try {
    const regex = boundedRegExp(source, 'u');
    return (message) => regex.test(message);
  } catch {
    throw invalidPattern();
  }
}

export const invalidPattern = (): AwsError => new AwsError('InvalidParameterException', 'Invalid filter pattern');
