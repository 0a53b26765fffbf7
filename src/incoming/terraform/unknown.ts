/**
 * Texts with parts that only an account, or Terraform's state, knows. Such a part is the expression itself between two
 * characters that no file has, so that it keeps its place in JSON and in longer texts. Pure.
 */
const [FROM, TO] = ['\uE000', '\uE001'];
const UNKNOWN = /\uE000([^\uE001]*)\uE001/;

/** The text of an expression without a value. It is also valid within JSON. */
export const unknown = (expression: string): string =>
  `${FROM}${expression.replace(/[\s"\\]+/g, ' ').slice(0, 80)}${TO}`;

/** The text without the two characters: a file must not forge a part. */
export const withoutMarks = (text: string): string => text.replace(/[\uE000\uE001]/g, '');

/** Returns the first expression without a value in a text: `aws_iam_role.orders.arn`. */
export const unknownIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? UNKNOWN.exec(value)?.[1] : undefined;

/** Returns the name of the resource of this type that a value refers to: `orders`, of `aws_iam_role.orders.arn`. */
export function referred(value: unknown, type: string): string | undefined {
  const [of, name] = unknownIn(value)?.split('.') ?? [];
  return of === type ? name : undefined;
}

/** Returns the text with unknown parts as `${aws_iam_role.orders.arn}`, for which the import of a contract asks. */
export const withExpressions = (text: string): string =>
  text.replace(new RegExp(UNKNOWN, 'g'), (_, name: string) => `\${${name}}`);
