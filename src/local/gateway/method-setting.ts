/** The stage's settings for the method of an invocation. */
import type { MethodSetting } from '../services/apigateway/model.ts';
import type { Invocation } from './invocation.ts';

/** The method's own, else the stage's default `*\/*`; `undefined` when neither was ever set. */
export function methodSetting(invocation: Invocation): MethodSetting | undefined {
  return ownMethodSetting(invocation) ?? invocation.stage!.stage.methodSettings['*/*'];
}

/** What was set for this method alone. */
export function ownMethodSetting({ stage, route, httpMethod }: Invocation): MethodSetting | undefined {
  const settings = stage!.stage.methodSettings;
  const path = route?.method.settingPath;
  return path === undefined ? undefined : (settings[`${path}/${httpMethod}`] ?? settings[`${path}/ANY`]);
}
