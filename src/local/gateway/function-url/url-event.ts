/** The event of a function URL, payload version 2.0 (docs/aws/function-urls.md). */

import { headerValue } from '../http/request-headers.ts';
import { isBinaryBody } from '../http/text-media.ts';
import { requestTime } from '../values/request-time.ts';
import type { UrlCaller, UrlRequest } from './url-request.ts';

/** Headers that Lambda adds are those of its own front end: this server speaks plain HTTP. */
export function urlEvent(request: UrlRequest, caller: UrlCaller | undefined): string {
  const { http, headers, body, scope, target } = request;
  const cookies = headers.get('cookie')?.values.flatMap((value) => value.split(/;\s*/).filter(Boolean));
  const query = [...new URLSearchParams(request.queryString)];
  const ip = sourceIp(request);
  const binary = body.length > 0 && isBinaryBody(headerValue(headers, 'content-type'));
  const domainName = `${target.urlId}.lambda-url.${scope.region}.on.aws`;
  return JSON.stringify({
    version: '2.0',
    routeKey: '$default',
    rawPath: request.path,
    rawQueryString: request.queryString,
    ...(cookies && { cookies }),
    headers: {
      ...joined([...headers].flatMap(([name, { values }]) => (name === 'cookie' ? [] : values.map((v) => [name, v])))),
      host: domainName,
      'x-amzn-trace-id': request.trace.inEvent,
      'x-forwarded-for': ip,
      'x-forwarded-port': String(http.socket.localPort),
      'x-forwarded-proto': 'http',
    },
    ...(query.length > 0 && { queryStringParameters: joined(query) }),
    requestContext: {
      accountId: caller?.Account ?? 'anonymous',
      apiId: target.urlId,
      ...(caller && {
        authorizer: {
          iam: {
            accessKey: caller.accessKeyId,
            accountId: caller.Account,
            callerId: caller.UserId,
            cognitoIdentity: null,
            principalOrgId: null,
            userArn: caller.Arn,
            userId: caller.UserId,
          },
        },
      }),
      domainName,
      domainPrefix: target.urlId,
      http: {
        method: http.method ?? 'GET',
        path: request.path,
        protocol: `HTTP/${http.httpVersion}`,
        sourceIp: ip,
        userAgent: headerValue(headers, 'user-agent') ?? '',
      },
      requestId: request.requestId,
      routeKey: '$default',
      stage: '$default',
      time: requestTime(request.startedAt),
      timeEpoch: request.startedAt,
    },
    ...(body.length > 0 && { body: body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary,
  });
}

/** Several values of one name are joined by commas. */
function joined(pairs: readonly (readonly string[])[]): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [name = '', value = ''] of pairs) found[name] = name in found ? `${found[name]},${value}` : value;
  return found;
}

export function sourceIp({ http }: Pick<UrlRequest, 'http'>): string {
  const address = http.socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
