/** The rules for the CORS configuration of an HTTP API. */
import type { Cors } from '../../../models/apigatewayv2.ts';
import { badRequest } from '../errors.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', '*']);

/** Throws BadRequestException. */
export function checkCors({ AllowCredentials, AllowHeaders = [], AllowMethods = [], AllowOrigins = [] }: Cors): void {
  if (AllowCredentials === true && AllowOrigins.includes('*')) {
    throw badRequest('allowCredentials is not supported if the AllowOrigin is "*"');
  }
  const method = AllowMethods.find((name) => !METHODS.has(name));
  if (method !== undefined) throw badRequest(`Invalid method in AllowMethods: ${method}`);
  const origin = AllowOrigins.find((one) => one !== '*' && !ORIGIN.test(one));
  if (origin !== undefined) throw badRequest(`Invalid format for origin ${origin}`);
  const header = AllowHeaders.find((name) => name !== '*' && !TOKEN.test(name));
  if (header !== undefined) throw badRequest(`Invalid header in AllowHeaders: ${header}`);
}

/** A scheme and a host, without a path; `https://*` and `http://*` stand for all origins of the scheme. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/i;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
