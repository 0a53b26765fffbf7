/** The CORS of a bucket, for requests of web pages (S3 User Guide, "How does S3 evaluate the CORS configuration"). */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CORSRule } from '../../models/s3.ts';

interface Asked {
  readonly origin: string;
  readonly method: string;
  /** In lower case. */
  readonly headers: readonly string[];
}

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** The headers that let a page read the response; none if no rule matches. */
export function corsHeaders(
  rules: readonly CORSRule[] | undefined,
  origin: string,
  method: string,
): Record<string, string> {
  const rule = rules?.find((each) => matches(each, { origin, method, headers: [] }));
  if (!rule) return {};
  return {
    ...originHeaders(rule, origin),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposeHeaders && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
  };
}

/** Throws BadRequest or AccessForbidden. */
export function preflightHeaders(
  rules: readonly CORSRule[] | undefined,
  asked: Partial<Asked>,
): Record<string, string> {
  const { origin, method, headers = [] } = asked;
  if (origin === undefined) {
    throw new AwsError('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  if (method === undefined) {
    throw new AwsError('BadRequest', 'Invalid Access-Control-Request-Method: null');
  }
  if (!rules) throw forbidden('CORSResponse: CORS is not enabled for this bucket.', method);
  const rule = rules.find((each) => matches(each, { origin, method, headers }));
  if (!rule) {
    throw forbidden(
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      method,
    );
  }
  return {
    ...originHeaders(rule, origin),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ') }),
    ...(rule.ExposeHeaders && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
  };
}

const forbidden = (message: string, Method: string): AwsError =>
  new AwsError('AccessForbidden', message, { status: 403, members: { Method, ResourceType: 'OBJECT' } });

const originHeaders = ({ AllowedOrigins }: CORSRule, origin: string): Record<string, string> =>
  AllowedOrigins.includes('*')
    ? { 'access-control-allow-origin': '*', vary: VARY }
    : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: VARY };

const matches = ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }: CORSRule, asked: Asked): boolean =>
  AllowedOrigins.some((pattern) => fits(pattern, asked.origin)) &&
  AllowedMethods.includes(asked.method) &&
  asked.headers.every((header) => AllowedHeaders.some((pattern) => fits(pattern.toLowerCase(), header)));

/** A pattern can have one star. */
function fits(pattern: string, text: string): boolean {
  const [before, after] = pattern.split('*', 2) as [string, string?];
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
