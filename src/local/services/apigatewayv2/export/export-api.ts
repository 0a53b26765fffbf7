/** ExportApi: the OpenAPI document of a stage, or of the latest definition. */
import { stringify } from 'yaml';
import { checkMembers } from '../../../cloud/constraints.ts';
import { badRequest, notFound } from '../errors.ts';
import { operation } from '../operation.ts';
import { deployments, requireApi, requireDefinition, requireStage } from '../state.ts';
import { exportDocument } from './export-document.ts';

export const exportApi = operation('ExportApi', (input, context) => {
  const { ApiId, Specification, OutputType, StageName, IncludeExtensions = true, ExportVersion = '1.0' } = input;
  // The model has these values at the members, which its table leaves out.
  checkMembers('BadRequestException', [
    ['specification', Specification, { oneOf: ['OAS30'] }],
    ['outputType', OutputType, { oneOf: ['YAML', 'JSON'] }],
  ]);
  const api = requireApi(context, ApiId);
  if (ExportVersion !== '1.0') throw badRequest(`Invalid export version specified: ${ExportVersion}`);
  const exported = () => {
    if (StageName === undefined) return { definition: requireDefinition(context, ApiId), cors: api.CorsConfiguration };
    const { DeploymentId = '' } = requireStage(context, ApiId, StageName);
    const deployment = deployments(context).get(`${ApiId}/${DeploymentId}`);
    if (!deployment) throw notFound(`The stage ${StageName} has no deployment`);
    return { definition: deployment.snapshot.definition, cors: deployment.snapshot.cors };
  };
  const document = exportDocument(api, { ...exported(), stageName: StageName }, IncludeExtensions);
  return { body: Buffer.from(OutputType === 'JSON' ? JSON.stringify(document, null, 2) : stringify(document)) };
});
