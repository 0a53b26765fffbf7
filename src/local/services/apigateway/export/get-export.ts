/** GetExport: the deployed definition of a stage, as an OpenAPI document in JSON or YAML. */
import { stringify } from 'yaml';
import { notImplemented } from '../../../cloud/aws-error.ts';
import { HttpResult, operation } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText, structure, text } from '../members.ts';
import { requireApi, requireDeployment, requireStage } from '../state.ts';
import { exportDocument, exportVersion } from './export-document.ts';

export const getExport = operation({
  name: 'GetExport',
  http: 'GET /restapis/{restApiId}/stages/{stageName}/exports/{exportType}',
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const stage = requireStage(context, api.id, requiredText(input, 'stageName'));
    const type = requiredText(input, 'exportType');
    if (type !== 'oas30' && type !== 'swagger')
      throw badRequest('Invalid export type specified. Valid options are oas30,swagger');
    const { snapshot } = requireDeployment(context, api.id, stage.deploymentId);
    const document = exportDocument(api, snapshot, {
      type,
      withExtensions: wantsExtensions(text(structure(input, 'parameters') ?? {}, 'extensions')),
      stageName: stage.stageName,
      host: `${api.id}.execute-api.${context.region}.amazonaws.com`,
    });
    const isYaml = context.http.headers.accept === 'application/yaml';
    const fileName = `${type}_${exportVersion(api)}.${isYaml ? 'yaml' : 'json'}`;
    return new HttpResult(
      200,
      { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="${fileName}"` },
      isYaml ? stringify(document) : JSON.stringify(document, undefined, 2),
    );
  },
});

/** Chooses all of API Gateway's extensions or none. AWS has finer choices, and a format for Postman. */
function wantsExtensions(extensions: string | undefined): boolean {
  if (extensions === undefined) return false;
  if (extensions !== 'apigateway') throw notImplemented(`GetExport with extensions=${extensions}`);
  return true;
}
