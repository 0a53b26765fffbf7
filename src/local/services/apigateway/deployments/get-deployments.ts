/** GetDeployment and GetDeployments. */
import { operation } from '../../../cloud/operation.ts';
import { type Members, requiredText, texts } from '../members.ts';
import { page } from '../paging.ts';
import { deployments, ownedBy, requireApi, requireDeployment } from '../state.ts';
import { deploymentView } from './deployment-view.ts';

export const getDeployment = operation({
  name: 'GetDeployment',
  http: 'GET /restapis/{restApiId}/deployments/{deploymentId}',
  run(input: Members, context) {
    const deployment = requireDeployment(
      context,
      requiredText(input, 'restApiId'),
      requiredText(input, 'deploymentId'),
    );
    return deploymentView(deployment, { summary: texts(input, 'embed')?.includes('apisummary') ?? false });
  },
});

export const getDeployments = operation({
  name: 'GetDeployments',
  http: 'GET /restapis/{restApiId}/deployments',
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const { item, ...position } = page(ownedBy(deployments(context), api.id), (deployment) => deployment.id, input);
    return { item: item.map((deployment) => deploymentView(deployment)), ...position };
  },
});
