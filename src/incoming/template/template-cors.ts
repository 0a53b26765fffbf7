/** `cors` of apikit.yaml, from the API of a template. Pure. */
import { objectOf, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import type { TemplateResource } from './template.ts';

/** SAM's `Cors` is an origin, or a map whose values are in single quotes. */
export function corsOf(api: TemplateResource | undefined): {
  readonly settings: object;
  readonly findings: readonly Finding[];
} {
  const { Cors, CorsConfiguration } = api?.properties ?? {};
  const node = objectOf(Cors);
  const http = objectOf(CorsConfiguration);
  const written = [textOf(Cors) ?? node.AllowOrigin ?? http.AllowOrigins ?? (CorsConfiguration === true ? '*' : [])]
    .flat()
    .map((origin) => String(origin).replace(/^'(.*)'$/, '$1'));
  const origins = written.filter((origin) => ORIGIN.test(origin));
  const says = `cors of apikit names exact origins, or all of them with "*". ${written.filter((each) => !ORIGIN.test(each)).join(', ')} is left out: name the origins in cors.`;
  const findings: Finding[] =
    api && origins.length < written.length ? [{ about: 'lost', place: api.place('Cors'), says }] : [];
  if (origins.length === 0) return { settings: {}, findings };
  const texts = (value: unknown): string[] =>
    [value ?? []]
      .flat()
      .flatMap((text) =>
        String(text)
          .replace(/^'(.*)'$/, '$1')
          .split(','),
      )
      .map((header) => header.trim().toLowerCase())
      .filter((header) => header !== '' && header !== '*');
  const allowHeaders = texts(node.AllowHeaders ?? http.AllowHeaders);
  const exposeHeaders = texts(node.ExposeHeaders ?? http.ExposeHeaders);
  const maxAge = Number(String(node.MaxAge ?? http.MaxAge ?? 0).replaceAll("'", ''));
  // A browser does not accept credentials together with all origins.
  const credentials = (node.AllowCredentials === true || http.AllowCredentials === true) && !origins.includes('*');
  const settings = {
    origins: origins.includes('*') ? ['*'] : origins,
    ...(allowHeaders.length > 0 && { allowHeaders }),
    ...(exposeHeaders.length > 0 && { exposeHeaders }),
    ...(maxAge > 0 && maxAge <= MAX_AGE && { maxAge }),
    ...(credentials && { credentials: true }),
  };
  return { settings: { cors: settings }, findings };
}

/** The origins that `cors` of apikit.yaml accepts. */
const ORIGIN = /^(?:\*|https?:\/\/[^/*\s,]+)$/;

/** Seconds. */
const MAX_AGE = 86_400;
