/** The settings of the API itself in a document: title, version, description, CORS, tags, the default endpoint. */
import type { Cors } from '../../../models/apigatewayv2.ts';
import type { HttpApi } from '../../../state/http-apis/model.ts';
import { attempt } from '../../apigateway/import/faults.ts';
import { flagIn, isObject, listIn, objectIn, scalarIn, textIn, textsIn } from '../../apigateway/import/json.ts';
import { oas3 } from '../../apigateway/import/oas3.ts';
import { checkedTags } from '../../apigateway/tags/checked-tags.ts';
import { checkCors } from '../apis/cors-rules.ts';
import type { Target } from './target.ts';

/** Keeps nothing of the API before that the document does not have, except its tags. */
export function importApiFields(before: HttpApi, target: Target): HttpApi {
  const { document, faults } = target;
  const { CorsConfiguration: _cors, Description: _text, Version: _version, ...kept } = before;
  const { title, description, version } = objectIn(document.info);
  const name = scalarIn(title);
  if (!name) faults.errors.push('Unable to create API: info.title is required');
  const cors = importCors(target);
  const text = scalarIn(description);
  const release = scalarIn(version);
  return {
    ...kept,
    Name: name ?? before.Name,
    ...(text !== undefined && { Description: text }),
    ...(release !== undefined && { Version: release }),
    ...(cors && { CorsConfiguration: cors }),
    DisableExecuteApiEndpoint: flagIn(oas3(document).endpoint.disableExecuteApiEndpoint),
    Tags: importTags(before, target),
  };
}

/** A configuration that cannot be read is left out, with a warning (docs/aws/http-apis.md). */
function importCors({ document, faults }: Target): Cors | undefined {
  const raw = document['x-amazon-apigateway-cors'];
  if (raw === undefined) return undefined;
  const warn = () => void faults.warnings.push('CORS Scheme is malformed, ignoring.');
  if (!isObject(raw)) return warn() as undefined;
  const { allowCredentials, maxAge } = raw;
  const lists = ['allowHeaders', 'allowMethods', 'allowOrigins', 'exposeHeaders'].map((name) => raw[name]);
  if (lists.some((list) => list !== undefined && !Array.isArray(list))) return warn() as undefined;
  if (maxAge !== undefined && !(Number.isInteger(maxAge) && Number(maxAge) >= -1 && Number(maxAge) <= 86_400)) {
    return warn() as undefined;
  }
  const [AllowHeaders, AllowMethods, AllowOrigins, ExposeHeaders] = lists.map(textsIn);
  const cors: Cors = {
    ...(allowCredentials !== undefined && { AllowCredentials: flagIn(allowCredentials) }),
    ...(AllowHeaders && { AllowHeaders }),
    ...(AllowMethods && { AllowMethods }),
    ...(AllowOrigins && { AllowOrigins }),
    ...(ExposeHeaders && { ExposeHeaders }),
    ...(maxAge !== undefined && { MaxAge: Number(maxAge) }),
  };
  attempt(faults, 'Unable to set the CORS configuration', () => checkCors(cors));
  return cors;
}

/** A tag of OpenAPI with `x-amazon-apigateway-tag-value` is a tag of the API. */
function importTags({ Tags = {} }: HttpApi, { document, faults }: Target): Record<string, string> {
  const found = listIn(document.tags).flatMap((tag): [string, string][] => {
    const { name, 'x-amazon-apigateway-tag-value': value } = objectIn(tag);
    const text = textIn(value);
    return text === undefined ? [] : [[String(name), text]];
  });
  const tags = attempt(faults, 'Unable to tag the API', () => checkedTags({ ...Tags }, Object.fromEntries(found)));
  return tags ?? { ...Tags };
}
