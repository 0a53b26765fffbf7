/** CreateStage, GetStage, GetStages, UpdateStage, DeleteStage, DeleteRouteSettings and DeleteAccessLogSettings. */
import type { HttpStage } from '../../../state/http-apis/model.ts';
import { autoDeploy } from '../deployments/auto-deploy.ts';
import { notFound } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { ofApi, putStage, requireApi, requireStage, stages } from '../state.ts';
import { addStage } from './add-stage.ts';
import { checkDeploymentOf, checkStage } from './stage-rules.ts';
import { stageView } from './stage-view.ts';

export const createStage = operation('CreateStage', ({ ApiId, ...settings }, context) => {
  requireApi(context, ApiId);
  return stageView(addStage(context, ApiId, settings));
});

export const getStage = operation('GetStage', ({ ApiId, StageName }, context) =>
  stageView(requireStage(context, ApiId, StageName)),
);

export const getStages = operation('GetStages', (input, context) => {
  const { ApiId } = requireApi(context, input.ApiId);
  const { items, next } = page(ofApi(stages(context), ApiId), input);
  return { Items: items.map(stageView), ...(next !== undefined && { NextToken: next }) };
});

/** Settings of routes and stage variables that the request does not name stay; an empty variable is removed. */
export const updateStage = operation('UpdateStage', ({ ApiId, StageName, ...given }, context) => {
  const before = requireStage(context, ApiId, StageName);
  const AutoDeploy = given.AutoDeploy ?? before.AutoDeploy ?? false;
  checkDeploymentOf(context, ApiId, { ...given, AutoDeploy });
  const stage: HttpStage = {
    ...before,
    ...given,
    AutoDeploy,
    RouteSettings: mergedSettings(before.RouteSettings, given.RouteSettings),
    DefaultRouteSettings: { ...before.DefaultRouteSettings, ...given.DefaultRouteSettings },
    StageVariables: withoutEmpty({ ...before.StageVariables, ...given.StageVariables }),
    updatedAt: context.cloud.clock.now(),
  };
  checkStage(context, ApiId, stage);
  putStage(context, ApiId, stage);
  if (AutoDeploy && before.AutoDeploy !== true) autoDeploy(context, ApiId);
  return stageView(requireStage(context, ApiId, StageName));
});

export const deleteStage = operation('DeleteStage', ({ ApiId, StageName }, context) => {
  requireStage(context, ApiId, StageName);
  stages(context).delete(`${ApiId}/${StageName}`);
});

export const deleteRouteSettings = operation('DeleteRouteSettings', ({ ApiId, StageName, RouteKey }, context) => {
  const stage = requireStage(context, ApiId, StageName);
  const { [RouteKey]: gone, ...RouteSettings } = stage.RouteSettings ?? {};
  if (gone === undefined) throw notFound(`Unable to find Route by key ${RouteKey} within the provided RouteSettings`);
  putStage(context, ApiId, { ...stage, RouteSettings, updatedAt: context.cloud.clock.now() });
});

export const deleteAccessLogSettings = operation('DeleteAccessLogSettings', ({ ApiId, StageName }, context) => {
  const { AccessLogSettings: _, ...stage } = requireStage(context, ApiId, StageName);
  putStage(context, ApiId, { ...stage, updatedAt: context.cloud.clock.now() });
});

type Settings = NonNullable<HttpStage['RouteSettings']>;

const mergedSettings = (before: Settings = {}, given: Settings = {}): Settings => ({
  ...before,
  ...Object.fromEntries(Object.entries(given).map(([key, settings]) => [key, { ...before[key], ...settings }])),
});

const withoutEmpty = (variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
