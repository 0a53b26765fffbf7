/**
 * Chooses the stage that the mapping of a custom domain or the path names, otherwise `$default` (Developer Guide,
 * "Routing API requests").
 */
import { httpDeployments, httpStages } from '../../state/http-apis/model.ts';
import { decodePercent } from '../http/query.ts';
import { compiledHttpDeployment } from './compiled-http-deployment.ts';
import { forbidden, notFound } from './http-api-error.ts';
import type { HttpHandler } from './http-invocation.ts';

export const chooseHttpStage: HttpHandler = (invocation, { cloud, findHttpApi }) => {
  const { apiId, domain } = invocation.target;
  const found = findHttpApi(apiId);
  if (!found) throw forbidden();
  const { scope, api } = found;
  const stageNamed = (name: string) => {
    const key = `${apiId}/${name}`;
    return cloud.transitions.effective(scope, 'stage', key, httpStages(cloud, scope).get(key));
  };
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(invocation.rawPath) ?? [];
  const name = decodePercent(first);
  const isNamed = name !== '' && name !== '$default' && domain?.stage !== '$default';
  const explicit = isNamed ? stageNamed(name) : undefined;
  const stage = explicit ?? stageNamed('$default');
  if (!stage) throw notFound(`the API has no stage ${name === '' ? '$default' : `${name} and no stage $default`}`);
  invocation.stageName = stage.StageName;
  invocation.path = explicit ? rest || '/' : invocation.rawPath;
  const deployment = httpDeployments(cloud, scope).get(`${apiId}/${stage.DeploymentId ?? ''}`);
  if (!deployment) throw notFound(`the stage ${stage.StageName} has no deployment`);
  // A change takes effect with the next deployment (docs/aws/http-apis.md).
  if (deployment.snapshot.isDefaultEndpointOff && !domain) throw forbidden();
  invocation.stage = {
    scope,
    api,
    stage,
    deployment: compiledHttpDeployment(deployment),
    variables: stage.StageVariables ?? {},
  };
  return undefined;
};
