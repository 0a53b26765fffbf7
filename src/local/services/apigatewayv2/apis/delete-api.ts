/** DeleteApi: also deletes the definition, stages and deployments. */
import { authorizerResets } from '../../../state/http-apis/model.ts';
import { mappedDomains } from '../../apigateway/domain-names/mapping-rules.ts';
import { badRequest } from '../errors.ts';
import { operation } from '../operation.ts';
import { apis, definitions, deleteOfApi, deployments, requireApi, stages } from '../state.ts';

export const deleteApi = operation('DeleteApi', ({ ApiId }, context) => {
  requireApi(context, ApiId);
  // That AWS refuses it as for a REST API is assumed (docs/aws/custom-domains.md).
  const domains = mappedDomains(context, ApiId);
  if (domains.length > 0) {
    throw badRequest(
      `Deleting Api ${ApiId} failed. Please remove all API mappings related to the API in your domains: ${domains.join(', ')}.`,
    );
  }
  deleteOfApi(stages(context), ApiId);
  deleteOfApi(authorizerResets(context.cloud, context), ApiId);
  deleteOfApi(deployments(context), ApiId);
  definitions(context).delete(ApiId);
  apis(context).delete(ApiId);
});
