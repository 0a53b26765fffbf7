/**
 * `integration.request.{header,querystring,path}.…`: the parameters that a mapping, or an override in a template, sets
 * on the request to the backend.
 */
import type { Integration } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';
import { type ParameterLocation, requestOverrides } from '../mapping-context/context-object.ts';
import type { Exchange } from '../mapping-context/exchange.ts';
import { compileRequestSource } from '../values/request-source.ts';

/** Name in its original spelling → values. */
export type IntegrationParameters = Readonly<Record<ParameterLocation, ReadonlyMap<string, readonly string[]>>>;

/** Throws `GatewayError` for headers that no integration may set. */
export type ParameterMapping = (exchange: Exchange) => IntegrationParameters;

/** Headers of the gateway itself (recorded: test_apigateway_header_remapping_http). */
const OWN = ['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id'];

/** Further such headers for integrations of type AWS (recorded: test_apigateway_header_remapping_aws[AWS]). */
const OWN_OF_AWS = ['authorization', 'connection', 'expect', 'proxy-authenticate', 'te'];

const TARGET = /^integration\.request\.(header|querystring|path)\.(.+)$/s;

/** A parameter without a value is not sent. Overrides are read when the mapping is applied, after the template. */
export function compileRequestParameters({ type, requestParameters }: Integration): ParameterMapping {
  const unmappable = new Set(type === 'AWS' ? [...OWN, ...OWN_OF_AWS] : OWN);
  let mistake: string | undefined;
  const mappings = Object.entries(requestParameters ?? {}).flatMap(([target, expression]) => {
    const [, location, name] = TARGET.exec(target) ?? [];
    const source = compileRequestSource(expression);
    if (location === undefined || name === undefined || !source) return [];
    if (location === 'header' && unmappable.has(name.toLowerCase())) mistake ??= name;
    return [{ location: location as ParameterLocation, name, source }];
  });

  return (exchange) => {
    if (mistake !== undefined) throw configurationError(`the header ${mistake} cannot be mapped`);
    const result = { header: new Map(), querystring: new Map(), path: new Map() } as Record<
      ParameterLocation,
      Map<string, readonly string[]>
    >;
    for (const { location, name, source } of mappings) {
      const values = source(exchange.invocation);
      if (values !== undefined) result[location].set(name, values);
    }
    if (exchange.contextInUse) {
      for (const location of ['header', 'querystring', 'path'] as const) {
        for (const [name, values] of requestOverrides(exchange.contextInUse, location))
          replace(result[location], name, values);
      }
    }
    return result;
  };
}

/** Case does not matter in header names; it matters in other names. */
function replace(map: Map<string, readonly string[]>, name: string, values: readonly string[]): void {
  for (const known of map.keys()) if (known.toLowerCase() === name.toLowerCase()) map.delete(known);
  map.set(name, values);
}
