/** Reads the CORS settings of an API from its own preflight: the mocks that the console adds for OPTIONS. Pure. */
import { isPreflight } from '../../contract/foreign/integration.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';

export interface PreflightCors {
  readonly origins: string[];
  readonly credentials?: true;
  readonly allowHeaders?: string[];
  readonly maxAge?: number;
}

export interface Preflights {
  /** The settings of the first path with a preflight. */
  readonly cors?: PreflightCors;
  /** The paths whose preflight allows something else. */
  readonly others: readonly string[];
}

export function preflightsOf(document: Json): Preflights {
  const found = Object.entries(objectOf(document.paths)).flatMap(([path, item]) => {
    const operation = objectOf(objectOf(item).options);
    if (!isPreflight(operation)) return [];
    const cors = corsOf(operation);
    return cors ? [{ path, cors }] : [];
  });
  const [first, ...more] = found;
  if (!first) return { others: [] };
  const text = JSON.stringify(first.cors);
  return { cors: first.cors, others: more.filter(({ cors }) => JSON.stringify(cors) !== text).map(({ path }) => path) };
}

const HEADER = 'method.response.header.';

/** Static values are in single quotes (docs/aws/data-plane.md). */
function corsOf(operation: Json): PreflightCors | undefined {
  const integration = objectOf(operation['x-amazon-apigateway-integration']);
  const headers = new Map(
    Object.values(objectOf(integration.responses))
      .flatMap((response) => Object.entries(objectOf(objectOf(response).responseParameters)))
      .map(([name, value]) => [
        name.replace(HEADER, '').toLowerCase(),
        (textOf(value) ?? '').replace(/^'(.*)'$/s, '$1'),
      ]),
  );
  const origin = headers.get('access-control-allow-origin');
  if (!origin) return undefined;
  const allowHeaders = (headers.get('access-control-allow-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const maxAge = Number(headers.get('access-control-max-age'));
  return {
    origins: [origin],
    ...(headers.get('access-control-allow-credentials') === 'true' && { credentials: true as const }),
    ...(allowHeaders.length > 0 && { allowHeaders }),
    ...(Number.isInteger(maxAge) && maxAge > 0 && { maxAge }),
  };
}
